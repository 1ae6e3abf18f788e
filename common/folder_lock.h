/* folder_lock.h - one server at a time changes which socket file stands in a folder.
 *
 * Between bind() and listen() a server looks as dead as one that has left its file behind; and
 * who has found a dead one must not remove what has taken its place meanwhile. So whoever
 * binds, takes over or removes a file does it while he holds flock() on its folder: no further
 * file is needed, and a lock goes with its process. */
#ifndef ECHOLAB_FOLDER_LOCK_H
#define ECHOLAB_FOLDER_LOCK_H

#include <stdbool.h>

/* Locks the folder of the file at `path`; waits up to two seconds for others, and returns false
 * when they are not done by then. Where the folder cannot be read, or its file system knows no
 * locks, it goes without. No more than one lock per process; a second call changes nothing. */
bool folder_lock(const char *path);

void folder_unlock(void);

#endif
