/* shapes.js - what made-up results look like: how each figure of each scenario follows the axis.
 *
 * The shapes are those of MEASURING.md 6, so that the charts of the tests look like real ones.
 * `at` is given the model, the point's value and its index; null with a reason where a model
 * cannot take part. */

export const models = [
    ["iterative", "one client after another"],
    ["forking", "a process for every client"],
    ["threaded", "a thread for every client"],
    ["select", "one loop, the interest list handed over as bit sets"],
    ["poll", "one loop, the interest list handed over as an array"],
    ["epoll", "one loop, the interest list kept in the kernel"],
    ["libuv", "one loop, owned by a library"],
];

/* One value for each model, in the order above. */
const by = (...values) => (model) => values[models.findIndex(([name]) => name === model)];

const cost = by(4.6, 9.4, 6.9, 4.66, 4.64, 4.7, 4.9);
const calls = by(2, 2.0, 2.0, 2.07, 2.07, 2.07, 2.1);
const switches = by(0.002, 1.003, 1.001, 0.002, 0.001, 0.002, 0.001);
const newcomer = by(17, 137, 32.7, 19.5, 19.1, 18.8, 22.8);
const alone = "the next client waits for the first";
const scans = (model) => model === "select" || model === "poll";
const grown = (n) => 0.0075 * n + 2.6e-6 * n * n;

const figure = (name, title, unit, digits, better, role, at, log = false) =>
    ({ name, title, unit, digits, better, role, log, at });

const cpu = (at) => [
    figure("cpu_us_per_request", "CPU us/request", "us", 2, "lower", "main", at),
    figure("cpu_user_us_per_request", "user CPU us/request", "us", 2, "lower", "why",
           (m, v, i) => at(m, v, i) * by(.14, .1, .13, .17, .16, .15, .22)(m)),
    figure("cpu_system_us_per_request", "system CPU us/request", "us", 2, "lower", "why",
           (m, v, i) => at(m, v, i) * (1 - by(.14, .1, .13, .17, .16, .15, .22)(m))),
    figure("syscalls_per_request", "system calls/request", "1", 2, "lower", "why", calls),
    figure("switches_per_request", "switches/request", "1", 3, "lower", "why", switches),
];

const latency = (at) => [
    figure("latency_p50_us", "p50 us", "us", 1, "lower", "side", at, true),
    figure("latency_p99_us", "p99 us", "us", 1, "lower", "main", (m, v, i) =>
        at(m, v, i) * by(2, 3.4, 2.9, 1.6, 1.7, 1.9, 2.1)(m) * (1 + i * i * 0.12), true),
];

const points = (...values) => values.map((value) => ({ label: value.toLocaleString("en"), value }));
const named = (...labels) => labels.map((label, value) => ({ label, value }));

export const scenarios = [
    {
        name: "rate", question: "what does a request cost, at the same load?", primary: true,
        axis: "offered load, % of the weakest model's 102,000/s", axis_kind: "linear",
        points: [10, 30, 50, 70, 90].map((value) => ({ label: `${value} %`, value })),
        figures: [...cpu((m, v) => cost(m) * (1 + 0.9 / (v / 10))), ...latency((m, v, i) =>
            by(0, 62, 48, 38, 38, 37, 40)(m) * (1 + 0.22 * i))],
        without: (m) => m === "iterative" && alone, spectra: true,
    },
    {
        name: "ping", question: "how much, flat out?", axis: "connections", axis_kind: "log",
        note: "CPU and switches are the server's, with all its threads and children.",
        points: points(1, 16, 64, 256, 1000, 5000),
        figures: [
            figure("requests_per_s", "requests/s", "1/s", 0, "higher", "main", (m, v) =>
                v === 1 ? 17400 : by(0, 102e3, 145e3, 214e3, 214e3, 209e3, 205e3)(m) *
                    (v > 500 ? by(0, .62, .7, .9, .88, .97, .96)(m) : 1), true),
            ...cpu((m, v) => (v === 1 ? 22.5 : cost(m) * (v > 500 ? by(1, 1.7, 1.5, 1, 1, 1, 1)(m) : 1))),
            ...latency((m, v) => 40 + v * 1e6 / by(17e3, 102e3, 145e3, 214e3, 214e3, 209e3, 205e3)(m)),
        ],
        without: (m, v) => (m === "iterative" && v > 1 ? alone
            : m === "select" && v >= 1000 && "select holds no descriptor above 1023"),
        busy: (m, v, f) => v > 1 && !["forking"].includes(m) && /requests_per_s|latency/.test(f) &&
            "the generator used more than 90 % of its CPU: its limit, not the server's",
        spectra: true,
    },
    {
        name: "idle", question: "what do sleeping clients cost those who work?",
        axis: "idle connections beside 16 active ones", axis_kind: "log",
        points: points(0, 100, 1000, 3000, 10000),
        figures: [
            ...cpu((m, v) => cost(m) + (scans(m) ? grown(v) : 0)).map((f) =>
                (f.role === "main" ? { ...f, log: true } : f)),
            figure("requests_per_s", "requests/s", "1/s", 0, "higher", "side", (m, v) =>
                1e6 / (cost(m) + (scans(m) ? grown(v) : 0)), true),
            figure("pss_kib_per_connection", "PSS KiB/connection", "KiB", 2, "lower", "why",
                   by(0, 27.8, 8.4, 0.1, 0.12, 0.1, 0.6)),
        ],
        without: (m, v) => (m === "iterative" ? alone
            : m === "select" && v >= 1000 && "select holds no descriptor above 1023"),
    },
    {
        name: "churn", question: "what does a new client cost?", axis: "requests per connection",
        axis_kind: "log", points: points(1, 10, 100, 1000),
        note: "8 clients, each of which hangs up and comes again.",
        figures: [
            figure("cpu_us_per_connection", "CPU us/connection", "us", 1, "lower", "main",
                   (m, v) => newcomer(m) + cost(m) * (v - 1), true),
            figure("cpu_us_per_connection_above_iterative", "above iterative", "us", 1, "lower",
                   "main", (m) => newcomer(m) - 17),
            figure("connections_per_s", "connections/s", "1/s", 0, "higher", "side",
                   (m, v) => 1e6 / (newcomer(m) + 24 + cost(m) * (v - 1)), true),
            figure("syscalls_per_connection", "system calls/connection", "1", 1, "lower", "why",
                   by(5, 7, 7, 6, 6, 7, 9)),
            figure("faults_per_connection", "page faults/connection", "1", 1, "lower", "why",
                   by(0, 61, 3, 0, 0, 0, 0)),
        ],
    },
    {
        name: "stall", question: "who suffers from one bad client?", axis: "bad clients",
        axis_kind: "category",
        points: named("none", "1 reader", "8 readers", "64 readers", "64 writers", "64 mute", "64 reset"),
        figures: [
            figure("latency_p99_us", "others' p99 us", "us", 1, "lower", "main", (m, v) =>
                by(90, 310, 260, 140, 141, 138, 150)(m) * (v > 2 ? 1.35 : 1), true),
            figure("starved", "starved", "1", 0, "lower", "why", () => 0),
        ],
        without: (m) => m === "iterative" && alone,
    },
    {
        name: "fair", question: "does everybody get a turn?", axis: "connections", axis_kind: "log",
        points: points(16, 256, 1000, 5000),
        figures: [
            figure("fairness_jain", "Jain's index", "1", 3, "higher", "main", (m, v, i) =>
                Math.min(1, by(0, .99, .99, .96, .95, 1, .998)(m) - i * by(0, .08, .06, .005, .006, 0, 0)(m))),
            figure("first_answer_p99_us", "time to first answer, p99 us", "us", 0, "lower", "side",
                   (m, v) => by(0, 190, 60, 25, 25, 24, 30)(m) * v, true),
        ],
        without: (m, v) => (m === "iterative" ? alone
            : m === "select" && v >= 1000 && "select holds no descriptor above 1023"),
    },
    {
        name: "bulk", question: "how many bytes?", axis: "bytes of a message", axis_kind: "log",
        points: points(64, 1024, 16384, 65536, 1048576),
        figures: [
            figure("mb_per_s", "MB/s", "MB/s", 0, "higher", "main", (m, v) =>
                v / (by(5, 9, 7, 4.8, 4.8, 4.8, 5)(m) + v / 2400), true),
            figure("cpu_s_per_gb", "CPU s/GB", "s", 3, "lower", "side", (m, v) =>
                cost(m) * 1000 / v + 0.36, true),
        ],
        without: (m) => m === "iterative" && alone,
    },
    {
        name: "task", question: "what if a request works, or blocks?", axis: "what the server does",
        axis_kind: "category", service: "task",
        points: named("nothing", "spin 100 us", "spin 1 ms", "block 100 us", "block 1 ms", "bimodal"),
        figures: [
            figure("requests_per_s", "requests/s", "1/s", 0, "higher", "main", (m, v) =>
                [by(0, 9e4, 12e4, 17e4, 17e4, 17e4, 16e4)(m), 9600, 990,
                    by(0, 6e4, 7e4, 6200, 6200, 6250, 6100)(m), by(0, 14e3, 14.6e3, 930, 930, 931, 929)(m),
                    by(0, 3e4, 4e4, 2100, 2100, 2110, 2090)(m)][v], true),
            figure("short_p99_us", "p99 of the short ones, us", "us", 0, "lower", "main", (m, v) =>
                by(0, 900, 700, 300, 300, 300, 310)(m) * [1, 4, 40, 5, 60, 30][v] *
                    (v > 2 && ["forking", "threaded"].includes(m) ? 0.06 : 1), true),
        ],
        without: (m) => m === "iterative" && alone,
    },
    {
        name: "memory", question: "what does a client weigh?", axis: "idle connections",
        axis_kind: "log", points: points(1000),
        note: "What the server's processes grew by, from ready to all connected and at rest.",
        figures: [
            figure("pss_kib_per_connection", "PSS KiB/connection", "KiB", 2, "lower", "main",
                   by(0, 27.83, 8.39, .1, .12, .1, .6), true),
            figure("cgroup_kib_per_connection", "cgroup KiB/connection", "KiB", 1, "lower", "main",
                   by(0, 121, 31, 4.1, 4.2, 4.6, 5.1), true),
            figure("processes", "processes", "1", 0, "none", "why", by(0, 1002, 1, 1, 1, 1, 1)),
            figure("threads", "threads", "1", 0, "none", "why", by(0, 1002, 1002, 1, 1, 1, 1)),
        ],
        without: (m) => m === "iterative" && alone,
    },
    {
        name: "knee", question: "how much under a promise?", axis: "p99 of at most 1 ms",
        axis_kind: "category", points: named("p99 <= 1 ms"),
        figures: [
            figure("highest_rate", "highest rate/s", "1/s", 0, "higher", "main",
                   by(0, 61e3, 92e3, 171e3, 170e3, 169e3, 160e3)),
        ],
        without: (m) => m === "iterative" && alone,
    },
    {
        name: "udp", question: "and without connections?", axis: "offered datagrams/s", axis_kind: "log",
        transport: "udp", points: points(1000, 5000, 20000, 80000),
        figures: [
            figure("loss_share", "lost, %", "%", 2, "lower", "main", (m, v) =>
                (v > 60000 ? by(0.4, 61, 44, 0.4, 0.4, 0.3, 0.5)(m) : 0)),
            ...latency((m, v) => by(30, 180, 90, 32, 32, 31, 34)(m) * (1 + v / 5e4)),
        ],
    },
    {
        name: "job", question: "how long for a fixed piece of work?",
        axis: "messages of 10,000 clients, 8 at a time, 100 each", axis_kind: "log",
        points: points(1000000),
        figures: [
            figure("wall_s", "wall s", "s", 3, "lower", "main",
                   by(4.339, 2.73, 1.236, .863, .882, .903, .911)),
            figure("client_cpu_s", "client CPU s", "s", 3, "none", "why",
                   by(2.052, 1.248, 1.137, .862, .866, .893, .897)),
            figure("server_cpu_s", "server CPU s", "s", 3, "lower", "why",
                   by(1.621, 2.544, 1.171, .681, .664, .644, .702)),
        ],
    },
];
