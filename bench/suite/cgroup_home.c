/* cgroup_home.c - where in the machine's cgroups we may make some of our own. */
#include "cgroup_home.h"

#include <stdlib.h>
#include <string.h>

/* The purpose by which a hierarchy of version 1 is known; version 2 is known by its type. */
static const char *const controllers[HIERARCHIES] = {
    [HIERARCHY_CPUACCT] = "cpuacct",
    [HIERARCHY_MEMORY] = "memory",
};

/* True if a list such as "rw,cpu,cpuacct" has the word. */
static bool lists(const char *list, const char *word)
{
    size_t length = strlen(word);

    for (const char *at = list; at; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, word, length) == 0 && (at[length] == ',' || at[length] == '\0'))
            return true;
    }
    return false;
}

/* "31 23 0:28 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory": which part of the
 * hierarchy is mounted, and where. */
static bool understand_mount(char *line, enum hierarchy hierarchy, char **root, char **top)
{
    char *rest = line;
    char *words[5];
    char *behind = strstr(line, " - ");

    if (!behind)
        return false;
    *behind = '\0';
    behind += 3;
    behind[strcspn(behind, "\n")] = '\0';
    for (int i = 0; i < 5; i++)
        words[i] = strsep(&rest, " ");

    const char *type = strsep(&behind, " ");
    const char *device = strsep(&behind, " ");

    *root = words[3];
    *top = words[4];
    if (!*top || !device || !behind)
        return false;
    if (!controllers[hierarchy])
        return strcmp(type, "cgroup2") == 0;
    return strcmp(type, "cgroup") == 0 && lists(behind, controllers[hierarchy]);
}

static bool find_mount(FILE *mounts, enum hierarchy hierarchy, char root[PATH_MAX],
                       char top[PATH_MAX])
{
    char *line = NULL;
    size_t room = 0;
    bool found = false;

    while (!found && getline(&line, &room, mounts) > 0) {
        char *found_root, *found_top;

        if (!understand_mount(line, hierarchy, &found_root, &found_top))
            continue;
        found = snprintf(root, PATH_MAX, "%s", found_root) < PATH_MAX &&
                snprintf(top, PATH_MAX, "%s", found_top) < PATH_MAX;
    }
    free(line);
    return found;
}

/* "4:memory:/users/me", and of version 2 "0::/users/me". */
static bool find_membership(FILE *memberships, enum hierarchy hierarchy, char path[PATH_MAX])
{
    char *line = NULL;
    size_t room = 0;
    bool found = false;

    while (!found && getline(&line, &room, memberships) > 0) {
        char *rest = line;
        const char *number = strsep(&rest, ":");
        const char *list = strsep(&rest, ":");

        if (!list || !rest)
            continue;
        found = controllers[hierarchy] ? lists(list, controllers[hierarchy])
                                       : strcmp(number, "0") == 0 && !*list;
        rest[strcspn(rest, "\n")] = '\0';
        if (found && snprintf(path, PATH_MAX, "%s", rest) >= PATH_MAX)
            found = false;
    }
    free(line);
    return found;
}

bool cgroup_home_read(FILE *mounts, FILE *memberships, enum hierarchy hierarchy,
                      struct cgroup_home *home)
{
    char root[PATH_MAX];
    char path[PATH_MAX];

    *home = (struct cgroup_home){ 0 };
    if (!find_mount(mounts, hierarchy, root, home->top) ||
        !find_membership(memberships, hierarchy, path)) {
        *home->top = '\0';
        return false;
    }

    /* In a container only a part may be mounted, and our path begins with that part. */
    size_t part = strcmp(root, "/") == 0 ? 0 : strlen(root);
    bool within = strncmp(path, root, part) == 0 && strncmp(path, "/..", 3) != 0;
    const char *below = within ? path + part : "";

    if (strcmp(below, "/") == 0)
        below = "";
    if (within && snprintf(home->folder, PATH_MAX, "%s%s", home->top, below) < PATH_MAX)
        return true;
    *home = (struct cgroup_home){ 0 };
    return false;
}

bool cgroup_home_find(enum hierarchy hierarchy, struct cgroup_home *home)
{
    FILE *mounts = fopen("/proc/self/mountinfo", "re");
    FILE *memberships = fopen("/proc/self/cgroup", "re");
    bool found =
        mounts && memberships && cgroup_home_read(mounts, memberships, hierarchy, home);

    if (!found)
        *home = (struct cgroup_home){ 0 };
    if (mounts)
        (void)fclose(mounts);
    if (memberships)
        (void)fclose(memberships);
    return found;
}

bool cgroup_home_climb(struct cgroup_home *home)
{
    if (strlen(home->folder) <= strlen(home->top))
        return false;
    *strrchr(home->folder, '/') = '\0';
    return true;
}

const char *cgroup_home_version(void)
{
    struct cgroup_home home;
    bool second = cgroup_home_find(HIERARCHY_UNIFIED, &home);
    bool first =
        cgroup_home_find(HIERARCHY_CPUACCT, &home) || cgroup_home_find(HIERARCHY_MEMORY, &home);

    if (first && second)
        return "v1 and v2";
    if (first)
        return "v1";
    return second ? "v2" : "none";
}
