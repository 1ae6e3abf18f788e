/* cgroup_home_test.c - where we are among the cgroups, from texts such as the kernel writes. */
#include "cgroup_home.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

static bool read_home(const char *mounts, const char *memberships, enum hierarchy hierarchy,
                      struct cgroup_home *home)
{
    FILE *first = fmemopen((char *)mounts, strlen(mounts), "r");
    FILE *second = fmemopen((char *)memberships, strlen(memberships), "r");
    bool found = cgroup_home_read(first, second, hierarchy, home);

    (void)fclose(first);
    (void)fclose(second);
    return found;
}

static void expect_home(const char *mounts, const char *memberships, enum hierarchy hierarchy,
                        const char *folder)
{
    struct cgroup_home home;

    assert_true(read_home(mounts, memberships, hierarchy, &home));
    assert_string_equal(home.folder, folder);
}

static void expect_none(const char *mounts, const char *memberships, enum hierarchy hierarchy)
{
    struct cgroup_home home;

    assert_false(read_home(mounts, memberships, hierarchy, &home));
    assert_string_equal(home.top, "");
}

static const char systemd[] =
    "28 21 0:25 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n";
static const char hybrid[] =
    "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755\n"
    "33 31 0:30 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"
    "35 31 0:32 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n"
    "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n";
static const char hybrid_me[] = "4:memory:/users/me\n3:cpu,cpuacct:/\n0::/\n";

static void finds_version_2(void **state)
{
    (void)state;
    expect_home(systemd, "0::/user.slice/session-1.scope\n", HIERARCHY_UNIFIED,
                "/sys/fs/cgroup/user.slice/session-1.scope");
    expect_none(systemd, "0::/user.slice/session-1.scope\n", HIERARCHY_MEMORY);
}

static void finds_both_versions_where_both_are(void **state)
{
    (void)state;
    expect_home(hybrid, hybrid_me, HIERARCHY_UNIFIED, "/sys/fs/cgroup/unified");
    expect_home(hybrid, hybrid_me, HIERARCHY_MEMORY, "/sys/fs/cgroup/memory/users/me");
    expect_home(hybrid, hybrid_me, HIERARCHY_CPUACCT, "/sys/fs/cgroup/cpu,cpuacct");
}

/* A container sees a part of the hierarchy, mounted as if it were the whole. */
static void finds_itself_in_a_container(void **state)
{
    static const char mounts[] =
        "35 31 0:32 /docker/4711 /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n";

    (void)state;
    expect_home(mounts, "4:memory:/docker/4711\n", HIERARCHY_MEMORY, "/sys/fs/cgroup/memory");
    expect_home(mounts, "4:memory:/docker/4711/me\n", HIERARCHY_MEMORY,
                "/sys/fs/cgroup/memory/me");
    expect_none(mounts, "4:memory:/elsewhere\n", HIERARCHY_MEMORY);
}

static void is_nowhere_outside_of_its_namespace(void **state)
{
    (void)state;
    expect_none(systemd, "0::/../other\n", HIERARCHY_UNIFIED);
}

static void is_nowhere_without_cgroups(void **state)
{
    static const char mounts[] = "21 1 0:5 / /proc rw - proc proc rw\n";

    (void)state;
    expect_none(mounts, "0::/\n", HIERARCHY_UNIFIED);
    expect_none(systemd, "1:name=systemd:/\n", HIERARCHY_UNIFIED);
}

static void climbs_to_the_top_and_no_further(void **state)
{
    struct cgroup_home home;

    (void)state;
    assert_true(read_home(systemd, "0::/a/b\n", HIERARCHY_UNIFIED, &home));
    assert_true(cgroup_home_climb(&home));
    assert_string_equal(home.folder, "/sys/fs/cgroup/a");
    assert_true(cgroup_home_climb(&home));
    assert_string_equal(home.folder, "/sys/fs/cgroup");
    assert_false(cgroup_home_climb(&home));
    assert_string_equal(home.folder, "/sys/fs/cgroup");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_version_2),
        cmocka_unit_test(finds_both_versions_where_both_are),
        cmocka_unit_test(finds_itself_in_a_container),
        cmocka_unit_test(is_nowhere_outside_of_its_namespace),
        cmocka_unit_test(is_nowhere_without_cgroups),
        cmocka_unit_test(climbs_to_the_top_and_no_further),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
