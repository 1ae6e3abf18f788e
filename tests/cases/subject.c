/* subject.c - what is held against the cases, made from what a user has given. */
#include "subject.h"

#include "command_words.h"
#include "server_file.h"

#include <stdio.h>
#include <string.h>

const char *subject_is_model(struct subject *subject, const struct model *model,
                             const char *program)
{
    *subject = (struct subject){
        .kind = SUBJECT_OURS, .name = model->name, .model = *model, .transports = ALL_TRANSPORTS
    };
    return subject_use_program(subject, program) ? NULL : "the program's name is too long";
}

bool subject_use_program(struct subject *subject, const char *path)
{
    return snprintf(subject->program, SUBJECT_PATH, "%s", path) < SUBJECT_PATH;
}

void subject_rename(struct subject *subject, const char *name)
{
    subject->name = name;
    subject->model.name = name;
}

static void is_foreign(struct subject *subject, enum kind kind, const char *name)
{
    *subject = (struct subject){ .kind = kind,
                                 .name = name,
                                 .model = { .name = name, .letter = LETTER_FOREIGN } };
}

static const char *add_command(struct subject *subject, unsigned transport, const char *command)
{
    subject->transports |= transport;
    subject->commands[transport_number(transport)] = command;
    return server_file_check_command(command, transport_name(transport));
}

const char *subject_is_command(struct subject *subject, const char *command,
                               unsigned transports)
{
    const char *reason = NULL;

    is_foreign(subject, SUBJECT_COMMAND, "command");
    if (transports == 0)
        transports = command_mentions(command, "path") ? UNIX : TCP;
    for (unsigned one = TCP; !reason && one <= UNIXGRAM; one <<= 1)
        if (transports & one)
            reason = add_command(subject, one, command);
    return reason;
}

const char *subject_is_file(struct subject *subject, const char *path)
{
    static char reason[SERVER_FILE_REASON];
    static struct server_file files[MOST_SUBJECTS]; /* what subjects point to stays */
    static size_t count;

    if (count == MOST_SUBJECTS)
        return "these are too many servers";
    if (!server_file_read(path, &files[count], reason))
        return reason;

    const struct server_file *file = &files[count++];

    is_foreign(subject, SUBJECT_COMMAND, file->name);
    subject->here = file->folder;
    for (size_t i = 0; i < SERVER_FILE_TRANSPORTS; i++)
        if (file->commands[i])
            (void)add_command(subject, transport_from_name(server_file_transports[i]),
                              file->commands[i]);
    if (file->one_at_a_time)
        subject_takes_turns(subject);
    return NULL;
}

const char *subject_is_running(struct subject *subject, const char *address)
{
    is_foreign(subject, SUBJECT_RUNNING, "server");

    const char *reason = locate(address, &subject->location);

    if (!reason)
        subject->transports = transport_from_name(subject->location.transport);
    return reason;
}

void subject_takes_turns(struct subject *subject)
{
    subject->model.letter = LETTER_ONE_AT_A_TIME;
}
