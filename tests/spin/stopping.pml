/* stopping.pml - every order in which a stop can meet a server that waits, for spin.
 *
 * Tests try moments; this tries them all. It follows stopping.c, door_await(), client_serve() and
 * client_end() for the models in which somebody waits in accept() or recv(): ITERATIVE, FORKING,
 * THREADED; and the round of a LOOP. A signal wakes nobody here, as if each call were restarted
 * after it (no EINTR): what must not get lost has to be there in what the calls see by themselves,
 * a shut socket.
 *
 * Of CLIENTS clients each comes or not, says something or not, ends its input or stays, and takes
 * what it is sent or (DEAF) does not. SIGTERM comes at any moment, and unless PROMPT the end of the
 * grace at any moment after it. Spin looks for orders in which nobody can go on and the server is
 * still there, and for broken assertions.
 *
 * Mistakes that spin must find are defined from outside, as NO_LOOK_BACK: tests/spin/run. */
#define NONE   255
#define SERVER 0 /* the number of its process; 1 + c is that of the child for client c */
#define LAST   (CLIENTS - 1)
#ifdef DEAF
#define SAID 2 /* more than the kernel takes for him */
#else
#define SAID 1
#endif

mtype = { SERVING, DRAINING, ABORTING };

/* The kernel. */
typedef socket {
    bool knocking;           /* in the backlog */
    bool closed;             /* by the server */
    bool finished;           /* the client says no more */
    bool deaf;               /* the client takes nothing */
    bool shut_rd, shut_rdwr; /* by shutdown() */
    byte unread, unsent, untaken
};
socket sockets[CLIENTS];
bool door_shut;

/* The memory of each process: the server's, and of a child for each client. */
mtype stage[1 + CLIENTS] = SERVING;
byte guarded[1 + CLIENTS] = NONE;
bool gone[1 + CLIENTS];

/* Signals that have been sent: to stop; to abort (SIGALRM, or SIGUSR1 to a child). */
bool told_to_stop[1 + CLIENTS];
bool told_to_abort[1 + CLIENTS];

/* What a parent knows: its children; a server with threads: who is on the roster. */
bool listed[CLIENTS];
byte alive;

inline shut_down(c, how)
{
    assert(!sockets[c].closed); /* by now the number may be another socket's */
    if
    :: how == DRAINING -> sockets[c].shut_rd = true
    :: else -> sockets[c].shut_rdwr = true
    fi
}

/* cut() in stopping.c. */
inline cut(p)
{
    if
    :: guarded[p] != NONE && stage[p] != SERVING -> shut_down(guarded[p], stage[p])
    :: else
    fi
}

#define TELL_CHILDREN(signal)         \
    atomic {                          \
        for (i : 0 .. LAST) {         \
            signal[1 + i] = listed[i] \
        }                             \
    }

inline shut_roster(how)
{
    atomic {
        for (i : 0 .. LAST) {
            if
            :: listed[i] -> shut_down(i, how)
            :: else
            fi
        }
    }
}

/* While a handler runs, its own process does nothing else. Of one with threads others do, and the
 * handler of another signal may be one of them. */
#ifdef THREADED
#define HANDLERS 2
#define WHOLE
#else
#define HANDLERS 1
#define WHOLE atomic
#endif

#define MEETS(q)                                                                   \
    atomic { told_to_stop[q] -> told_to_stop[q] = false; p = q; stop = true }      \
    :: atomic { told_to_abort[q] -> told_to_abort[q] = false; p = q; stop = false }

/* on_stop() in stopping.c, for the server and for a child. */
active [HANDLERS] proctype handler()
{
    byte p, i;
    bool stop;
end:
    do
    :: WHOLE {
        if
        :: MEETS(SERVER)
#ifdef FORKING
        :: MEETS(1)
        :: MEETS(1 + LAST)
#endif
        fi;
        if
        :: !stop -> stage[p] = ABORTING
        :: stop && stage[p] == SERVING ->
            stage[p] = DRAINING;
            if
            :: p == SERVER ->
#ifndef PROMPT
                told_to_abort[SERVER] = true;
#endif
#ifndef DOOR_LEFT_OPEN
                door_shut = true;
#endif
#ifdef TOLD_BY_THE_HANDLER
                TELL_CHILDREN(told_to_stop);
#endif
#ifdef SHUT_BY_THE_HANDLER
                shut_roster(DRAINING);
#endif
            :: else
            fi
        :: else
        fi;
        if
        :: !gone[p] -> cut(p)
        :: else
        fi;
        p = 0; i = 0; stop = false
    }
    od
}

/* accept4(), as door_await() calls it. */
inline accept(c)
{
    if
    :: atomic { !door_shut && sockets[0].knocking -> sockets[0].knocking = false; c = 0 }
    :: atomic { !door_shut && sockets[LAST].knocking -> sockets[LAST].knocking = false; c = LAST }
    :: door_shut -> c = NONE
    fi
}

/* Blocks while there is nothing, and nobody has ended it; then what has come is first. */
inline receive(c, nothing)
{
    if
    :: atomic { sockets[c].unread > 0 -> sockets[c].unread--; sockets[c].unsent++ }
    :: sockets[c].unread == 0 &&
       (sockets[c].finished || sockets[c].shut_rd || sockets[c].shut_rdwr) -> nothing = true
    fi
}

/* The kernel takes some for who takes nothing, and then no more. */
inline send(c, failed)
{
    if
    :: atomic { !sockets[c].shut_rdwr && !sockets[c].deaf -> sockets[c].unsent-- }
    :: atomic { !sockets[c].shut_rdwr && sockets[c].deaf && sockets[c].untaken == 0 ->
                sockets[c].unsent--; sockets[c].untaken++ }
    :: sockets[c].shut_rdwr -> failed = true
    fi
}

/* client_serve(). */
inline serve(p, c)
{
    bool nothing = false, failed = false;
#ifndef THREADED
    guarded[p] = c;
#ifndef NO_LOOK_BACK
    cut(p);
#endif
#endif
    do
    :: nothing || failed -> break
    :: else ->
        receive(c, nothing);
        if
        :: sockets[c].unsent > 0 -> send(c, failed)
        :: else
        fi
    od;
#if !defined(THREADED) && !defined(GUARD_KEPT)
    guarded[p] = NONE
#endif
}

/* client_end(): when the server stops, not before the peer has what it is owed. */
inline end(p, c)
{
    assert(sockets[c].unsent == 0 || sockets[c].shut_rdwr);
    (stage[p] != DRAINING || sockets[c].untaken == 0);
    sockets[c].closed = true
}

#ifdef ITERATIVE
active proctype server()
{
    byte c;
    do
    :: stage[SERVER] != SERVING -> break
    :: else ->
        accept(c);
        if
        :: c != NONE -> serve(SERVER, c); end(SERVER, c)
        :: else
        fi
    od;
    gone[SERVER] = true
}
#endif

#ifdef FORKING
proctype child(byte c)
{
    serve(1 + c, c);
    end(1 + c, c);
    atomic { gone[1 + c] = true; listed[c] = false; alive-- }
}

/* The child has its parent's memory of that moment, and no timer. */
inline fork(c)
{
    atomic {
        stage[1 + c] = stage[SERVER];
        alive++;
        run child(c)
    };
    listed[c] = !gone[1 + c]
}

active proctype server()
{
    byte c, i;
    bool aborted = false;
    do
    :: stage[SERVER] != SERVING -> break
    :: else ->
        accept(c);
        if
        :: c != NONE -> fork(c)
        :: else
        fi
    od;
#ifndef TOLD_BY_THE_HANDLER
    TELL_CHILDREN(told_to_stop);
#endif
    do
    :: alive == 0 -> break
    :: alive > 0 && stage[SERVER] == ABORTING && !aborted ->
        aborted = true;
        TELL_CHILDREN(told_to_abort)
    od;
    gone[SERVER] = true
}
#endif

#ifdef THREADED
proctype thread(byte c)
{
    serve(SERVER, c);
    listed[c] = false;
    end(SERVER, c);
    alive--
}

active proctype server()
{
    byte c, i;
    bool aborted = false;
    do
    :: stage[SERVER] != SERVING -> break
    :: else ->
        accept(c);
        if
        :: c != NONE ->
            atomic { listed[c] = true; alive++ };
            run thread(c)
        :: else
        fi
    od;
#ifndef SHUT_BY_THE_HANDLER
    shut_roster(DRAINING);
#endif
    do
    :: alive == 0 -> break
    :: alive > 0 && stage[SERVER] == ABORTING && !aborted ->
        aborted = true;
        shut_roster(ABORTING)
    od;
    gone[SERVER] = true
}
#endif

#ifdef LOOP
#define READY(c)                                                       \
    (listed[c] && (sockets[c].unread > 0 || sockets[c].finished ||     \
                   sockets[c].shut_rd || sockets[c].shut_rdwr))

/* A round of a loop's for one client: answers what has come, or else ends. */
inline attend(c)
{
    if
    :: atomic { READY(c) && sockets[c].unread > 0 -> sockets[c].unread-- }
    :: atomic { READY(c) && sockets[c].unread == 0 -> listed[c] = false; alive--; end(SERVER, c) }
    :: atomic { watched && !door_shut && sockets[c].knocking ->
                sockets[c].knocking = false; listed[c] = true; alive++ }
    :: else
    fi
}

/* server_goes_on(), door_is_open(), server_patience_ms(), and the wait. */
active proctype server()
{
    byte i;
    bool draining, aborted, watched, for_ever;
    do
    :: true ->
        if
        :: stage[SERVER] == SERVING
        :: else ->
            if
            :: !draining -> draining = true; shut_roster(DRAINING)
            :: else
            fi;
            if
            :: stage[SERVER] == ABORTING && !aborted -> aborted = true; shut_roster(ABORTING)
            :: else
            fi;
            if
            :: alive == 0 -> break
            :: else
            fi
        fi;
#ifdef PATIENCE_FIRST
        for_ever = (stage[SERVER] == SERVING);
#endif
        watched = (stage[SERVER] == SERVING);
#ifndef PATIENCE_FIRST
        for_ever = (stage[SERVER] == SERVING);
#endif
        (!for_ever || READY(0) || READY(LAST) ||
         (watched && (door_shut || sockets[0].knocking || sockets[LAST].knocking)));
        attend(0);
        attend(LAST)
    od;
    gone[SERVER] = true
}
#endif

/* Comes, speaks, ends: or leaves any of that out. */
proctype client(byte me)
{
    atomic {
        if
        :: !door_shut -> sockets[me].knocking = true
        :: true -> goto away
        fi
    };
#ifdef DEAF
    sockets[me].deaf = true;
#endif
    if
    :: sockets[me].unread = SAID
    :: true
    fi;
    if
    :: sockets[me].finished = true
    :: true
    fi;
away:
    skip
}

init
{
    byte i;
    atomic {
        for (i : 0 .. LAST) {
            run client(i)
        }
    };
    told_to_stop[SERVER] = true
}
