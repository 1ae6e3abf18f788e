/* environment.c - where and with what a result was made. */
#include "environment.h"

#include "accounting.h"
#include "commit.h"
#include "json.h"
#include "machine.h"
#include "models.h"
#include "tracing.h"

#include <dirent.h>
#include <gnu/libc-version.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

static json_t *line_of(const char *path)
{
    char line[512];

    return machine_line(path, line, sizeof line) ? json_text(line) : json_null();
}

static json_t *number_of(const char *path)
{
    char line[64];

    return machine_line(path, line, sizeof line) ? json_integer(strtoll(line, NULL, 10))
                                                 : json_null();
}

/* "key<blanks>: value" in a file of many lines, as cpuinfo and meminfo have it. */
static bool find_line(const char *path, const char *key, char *value, size_t room)
{
    char line[4096];
    bool found = false;
    FILE *file = fopen(path, "re");

    while (file && !found && fgets(line, sizeof line, file)) {
        char *colon = strchr(line, ':');
        size_t length = strlen(key);

        if (!colon || strncmp(line, key, length) != 0 ||
            line + length + strspn(line + length, " \t") != colon)
            continue;
        colon[1 + strcspn(colon + 1, "\n")] = '\0';
        snprintf(value, room, "%s", colon + 1 + strspn(colon + 1, " \t"));
        found = true;
    }
    if (file)
        (void)fclose(file);
    return found;
}

static json_t *system_json(void)
{
    json_t *object = json_object();
    struct utsname name;
    char os[128] = "";
    FILE *file = fopen("/etc/os-release", "re");
    char line[256];

    while (file && fgets(line, sizeof line, file))
        if (sscanf(line, "PRETTY_NAME=\"%127[^\"]", os) == 1)
            break;
    if (file)
        (void)fclose(file);
    uname(&name);
    json_object_set_new(object, "host", json_text(name.nodename));
    json_object_set_new(object, "os", *os ? json_text(os) : json_null());
    json_object_set_new(object, "kernel", json_text(name.release));
    json_object_set_new(object, "kernel_version", json_text(name.version));
    json_object_set_new(object, "architecture", json_text(name.machine));
    json_object_set_new(object, "root", json_boolean(geteuid() == 0));
    return object;
}

/* One line for each known hole in the CPU: its repair costs time at every system call. */
static json_t *mitigations_json(void)
{
    static const char folder[] = "/sys/devices/system/cpu/vulnerabilities";
    json_t *object = json_object();
    DIR *files = opendir(folder);

    if (!files)
        return object;
    for (struct dirent *entry = readdir(files); entry; entry = readdir(files)) {
        char path[sizeof folder + sizeof entry->d_name + 1];

        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        json_object_set_new(object, entry->d_name, line_of(path));
    }
    closedir(files);
    return object;
}

/* A hint, not a proof: what the CPU admits, and what the firmware calls the machine. */
static json_t *virtualisation_json(void)
{
    char flags[4096];
    char product[128];
    bool hypervisor = find_line("/proc/cpuinfo", "flags", flags, sizeof flags) &&
                      strstr(flags, " hypervisor");

    if (!hypervisor)
        return json_text("none seen");
    if (machine_line("/sys/class/dmi/id/product_name", product, sizeof product) && *product)
        return json_text(product);
    return json_text("a hypervisor");
}

static json_t *governor_of(int cpu)
{
    char path[96];

    snprintf(path, sizeof path, "/sys/devices/system/cpu/cpu%d/cpufreq/scaling_governor", cpu);
    return line_of(path);
}

static json_t *cpu_json(const struct lab *lab)
{
    json_t *object = json_object();
    char model[256];
    bool named = find_line("/proc/cpuinfo", "model name", model, sizeof model);

    json_object_set_new(object, "model", named ? json_text(model) : json_null());
    json_object_set_new(object, "online", json_integer(sysconf(_SC_NPROCESSORS_ONLN)));
    json_object_set_new(object, "server_cpu", json_integer(lab->placement.server_cpu));
    json_object_set_new(object, "generator_cpu", json_integer(lab->placement.generator_cpu));
    json_object_set_new(object, "same_core", json_boolean(lab->placement.one_core));
    json_object_set_new(object, "governor", governor_of(lab->placement.server_cpu));
    json_object_set_new(object, "smt", line_of("/sys/devices/system/cpu/smt/control"));
    json_object_set_new(
        object, "clock_source",
        line_of("/sys/devices/system/clocksource/clocksource0/current_clocksource"));
    json_object_set_new(object, "virtualisation", virtualisation_json());
    json_object_set_new(object, "mitigations", mitigations_json());
    return object;
}

static json_t *memory_json(void)
{
    json_t *object = json_object();
    char total[64];
    bool known = find_line("/proc/meminfo", "MemTotal", total, sizeof total);

    json_object_set_new(object, "total_kib",
                        known ? json_integer(strtoll(total, NULL, 10)) : json_null());
    json_object_set_new(object, "transparent_hugepages",
                        line_of("/sys/kernel/mm/transparent_hugepage/enabled"));
    return object;
}

/* Each by its place below /proc/sys; what has several numbers stays a text. */
static json_t *network_json(void)
{
    static const char *const numbers[] = {
        "net/core/somaxconn",     "net/core/rmem_max",           "net/core/wmem_max",
        "net/ipv4/tcp_tw_reuse",  "net/ipv4/tcp_max_tw_buckets", "net/ipv4/tcp_max_syn_backlog",
        "net/ipv4/tcp_syncookies"
    };
    static const char *const lines[] = { "net/ipv4/ip_local_port_range",
                                         "net/ipv4/tcp_congestion_control", "net/ipv4/tcp_rmem",
                                         "net/ipv4/tcp_wmem", "net/ipv4/udp_mem" };
    json_t *object = json_object();
    char path[96];

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        snprintf(path, sizeof path, "/proc/sys/%s", numbers[i]);
        json_object_set_new(object, strrchr(path, '/') + 1, number_of(path));
    }
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        snprintf(path, sizeof path, "/proc/sys/%s", lines[i]);
        json_object_set_new(object, strrchr(path, '/') + 1, line_of(path));
    }
    return object;
}

/* What decides how much can be accounted for. */
static json_t *accounting_json(const struct lab *lab)
{
    json_t *object = json_object();
    const char *tracefs = tracing_folder();

    json_object_set_new(object, "user", json_integer(geteuid()));
    json_object_set_new(object, "perf_event_paranoid",
                        number_of("/proc/sys/kernel/perf_event_paranoid"));
    json_object_set_new(object, "tracefs", tracefs ? json_string(tracefs) : json_null());
    json_object_set_new(object, "cgroup", json_string(cgroup_home_version()));
    json_object_set_new(object, "missing",
                        lab->accounting ? accounting_notes(lab->accounting) : json_null());
    return object;
}

static json_t *limit_json(rlim_t limit)
{
    return limit == RLIM_INFINITY ? json_string("unlimited") : json_integer((json_int_t)limit);
}

static json_t *limits_json(void)
{
    json_t *object = json_object();
    struct rlimit files, processes;

    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        json_object_set_new(object, "nofile_soft", limit_json(files.rlim_cur));
        json_object_set_new(object, "nofile_hard", limit_json(files.rlim_max));
    }
    if (getrlimit(RLIMIT_NPROC, &processes) == 0)
        json_object_set_new(object, "nproc", limit_json(processes.rlim_cur));
    json_object_set_new(object, "pid_max", number_of("/proc/sys/kernel/pid_max"));
    json_object_set_new(object, "threads_max", number_of("/proc/sys/kernel/threads-max"));
    return object;
}

static json_t *build_json(void)
{
    json_t *object = json_object();

    json_object_set_new(object, "echolab", json_string(ECHOLAB_VERSION));
    json_object_set_new(object, "commit",
                        *BUILD_COMMIT ? json_string(BUILD_COMMIT) : json_null());
    json_object_set_new(object, "changed_since", json_boolean(BUILD_CHANGED));
    json_object_set_new(object, "compiler", json_string(BUILD_COMPILER));
    json_object_set_new(object, "type", json_string(BUILD_TYPE));
    json_object_set_new(object, "flags", json_text(BUILD_FLAGS));
    json_object_set_new(object, "libuv", json_string(BUILD_LIBUV));
    json_object_set_new(object, "jansson", json_string(BUILD_JANSSON));
    json_object_set_new(object, "zlib", json_string(BUILD_ZLIB));
    json_object_set_new(object, "glibc", json_string(gnu_get_libc_version()));
    return object;
}

json_t *environment_json(const struct lab *lab)
{
    json_t *object = json_object();

    json_object_set_new(object, "system", system_json());
    json_object_set_new(object, "cpu", cpu_json(lab));
    json_object_set_new(object, "memory", memory_json());
    json_object_set_new(object, "network", network_json());
    json_object_set_new(object, "limits", limits_json());
    json_object_set_new(object, "accounting", accounting_json(lab));
    json_object_set_new(object, "build", build_json());
    return object;
}
