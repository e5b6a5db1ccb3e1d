/* Holds the WebSockets of whole rooms, as their pages would: one process, one core, epoll.
 *
 *     cc -O2 -o seats seats.c && ./seats < PLAN        one JSON object on stdout
 *
 * A plan is lines of words. `set NAME NUMBER` sets what stands in `settings` below; `origin URL`; `watch PID` is a
 * program whose CPU seconds are counted, all its threads and no children; `room MOMENT` is a room and the nanosecond
 * of the beat at which its frames are due; `seat ROOM PHASE ROLE NAMESPACE SESSION COOKIE` is a page: it ticks
 * once a beat at that nanosecond. Roles: `ticks`, `speaks`, `opens` (ticks, and opens the room first), `silent`.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000ll
#define LATE_BUCKETS 5000 /* a millisecond each */
#define MOST_IN (1 << 17)
#define MOST_UP 8192

typedef long long ns;
enum state { IDLE, CALLING, GREETING, KNOCKING, IN, GONE };
enum role { TICKS, SPEAKS, OPENS, SILENT };

typedef struct {
    int fd, room;
    enum state state;
    enum role role;
    ns phase, tick_at, say_at, moved;
    char ns_[16], session[72], cookie[512], epoch[24];
    long long seen;
    int count;
    bool chosen;
    char *in;
    size_t held, room_in;
    char *out;
    size_t out_at, out_end;
} Seat;

typedef struct {
    ns moment;
    long long ahead; /* number of a frame less the number of the beat in which it was due */
    bool known;
} Room;

static struct { long long port, beat, warm, window, up, say_every, say_bytes, events, conc, patience; } set = {
    .beat = SECOND, .warm = 3 * SECOND, .window = 5 * SECOND, .up = 1536, .say_bytes = 120, .conc = 64,
    .patience = 60 * SECOND};
static struct { const char *name; long long *value; } settings[] = {
    {"port", &set.port}, {"beat", &set.beat}, {"warm", &set.warm}, {"window", &set.window}, {"up", &set.up},
    {"say_every", &set.say_every}, {"say_bytes", &set.say_bytes}, {"events", &set.events}, {"conc", &set.conc},
    {"patience", &set.patience}};
static char origin[256];
static Seat *seats;
static Room *rooms;
static int seat_count, room_count, joined, gone, pids[64], pid_count, poller;
static Seat **by_phase;
static bool counting, talking;
static struct {
    long long frames, late[LATE_BUCKETS + 1], bytes_down, bytes_up, ticks, slow_ticks, said, posts, refused, strange;
} told;

static void die(const char *why) { fprintf(stderr, "seats: %s\n", why); exit(2); }

static ns now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * SECOND + t.tv_nsec;
}

static uint32_t chance(void) {
    static uint32_t x = 2463534242u;
    x ^= x << 13; x ^= x >> 17; x ^= x << 5;
    return x;
}

/* ---- base64 ---- */

static const char SIGNS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static int8_t value_of[256];

static void learn_signs(void) {
    memset(value_of, -1, sizeof value_of);
    for (int i = 0; i < 64; i++) value_of[(uint8_t)SIGNS[i]] = (int8_t)i;
}

static size_t encode(const uint8_t *data, size_t size, char *to) {
    size_t n = 0;
    for (size_t i = 0; i + 2 < size; i += 3) {
        uint32_t v = (uint32_t)data[i] << 16 | data[i + 1] << 8 | data[i + 2];
        for (int shift = 18; shift >= 0; shift -= 6) to[n++] = SIGNS[v >> shift & 63];
    }
    return n;
}

static size_t decode(const char *text, size_t size, uint8_t *to) {
    size_t n = 0;
    for (size_t i = 0; i + 3 < size; i += 4) {
        uint32_t v = 0;
        for (int k = 0; k < 4; k++) {
            int8_t one = value_of[(uint8_t)text[i + k]];
            if (one < 0) return n;
            v = v << 6 | (uint32_t)one;
        }
        to[n++] = v >> 16; to[n++] = v >> 8; to[n++] = v;
    }
    return n;
}

/* ---- what goes out ---- */

static void watch(Seat *seat) {
    bool waits = seat->state == CALLING || seat->out_end > seat->out_at;
    struct epoll_event e = {.events = EPOLLIN | (waits ? EPOLLOUT : 0), .data.ptr = seat};
    epoll_ctl(poller, EPOLL_CTL_MOD, seat->fd, &e);
}

static void leave(Seat *seat) {
    if (seat->state == GONE) return;
    if (seat->state == IN) joined--;
    seat->state = GONE;
    gone++;
    close(seat->fd);
}

static void flush(Seat *seat) {
    bool waited = seat->out_end > seat->out_at;
    while (seat->out_at < seat->out_end) {
        ssize_t k = send(seat->fd, seat->out + seat->out_at, seat->out_end - seat->out_at, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (k < 0 && errno == EAGAIN) break;
        if (k < 0) { leave(seat); return; }
        seat->out_at += k;
    }
    if (seat->out_at == seat->out_end) seat->out_at = seat->out_end = 0;
    if (waited) watch(seat);
}

static void put(Seat *seat, const void *data, size_t size) {
    if (seat->out_end + size > 4 * MOST_UP) { leave(seat); return; }
    memcpy(seat->out + seat->out_end, data, size);
    seat->out_end += size;
    if (counting) told.bytes_up += size;
}

static void say_text(Seat *seat, const char *text, size_t size) {
    uint8_t frame[MOST_UP + 16];
    uint32_t drawn = chance();
    uint8_t mask[4];
    size_t at = 0;
    memcpy(mask, &drawn, 4);
    frame[at++] = 0x81;
    if (size < 126) frame[at++] = 0x80 | size;
    else { frame[at++] = 0xFE; frame[at++] = size >> 8; frame[at++] = size; }
    memcpy(frame + at, mask, 4);
    at += 4;
    for (size_t i = 0; i < size; i++) frame[at + i] = text[i] ^ mask[i & 3];
    put(seat, frame, at + size);
    if (seat->state != GONE) flush(seat);
}

static void say(Seat *seat, const char *form, ...) {
    char text[MOST_UP];
    va_list given;
    va_start(given, form);
    int size = vsnprintf(text, sizeof text, form, given);
    va_end(given);
    say_text(seat, text, size);
}

static size_t record(uint8_t *to, const char *head, const char *text) {
    size_t a = strlen(head), b = strlen(text);
    to[0] = a >> 8; to[1] = a; to[2] = b >> 8; to[3] = b;
    memcpy(to + 4, head, a);
    memcpy(to + 4 + a, text, b);
    return 4 + a + b;
}

static const char *words(void) {
    static char text[2048];
    static const char *some[] = {"some", "days", "are", "longer", "than", "they", "look", "and", "tea", "helps"};
    size_t n = 0, want = set.say_bytes;
    while (n < want) n += sprintf(text + n, "%s ", some[chance() % 10]);
    text[want] = 0;
    return text;
}

static bool may_say(Seat *seat, ns t) { return seat->role == SPEAKS && set.say_every && t >= seat->say_at; }

static void command(Seat *seat, ns t, char *head, const char **text) {
    *head = 0;
    *text = "";
    if (!*seat->epoch) return;
    if (seat->role == OPENS && !seat->chosen) sprintf(head, "{\"k\":\"room:open\",\"c\":%d}", ++seat->count);
    else if (seat->role == SPEAKS && !seat->chosen)
        sprintf(head, "{\"k\":\"mode:choose\",\"c\":%d,\"mode\":\"speaking\"}", ++seat->count);
    else if (talking && may_say(seat, t)) {
        sprintf(head, "{\"k\":\"message:say\",\"c\":%d,\"lang\":\"en\"}", ++seat->count);
        *text = words();
        seat->say_at += set.say_every;
        if (counting) told.posts++;
    }
    seat->chosen = true;
}

static void tick(Seat *seat, ns t) {
    uint8_t data[MOST_UP] = {0};
    char head[128], text[MOST_UP];
    const char *with;
    snprintf(head, sizeof head, "{\"k\":\"tick\",\"e\":\"%s\",\"f\":%lld}", seat->epoch, seat->seen);
    size_t size = record(data, head, "");
    if (!set.events) {
        command(seat, t, head, &with);
        if (*head) size += record(data + size, head, with);
    }
    if (size < (size_t)set.up) size = set.up;
    size += (3 - size % 3) % 3;
    size_t at = sprintf(text, "42%s,[\"frame:send\",\"", seat->ns_);
    at += encode(data, size, text + at);
    at += sprintf(text + at, "\"]");
    say_text(seat, text, at);
    if (counting) { told.ticks++; if (t - seat->tick_at > SECOND / 20) told.slow_ticks++; }
}

static void speak_plainly(Seat *seat) {
    say(seat, "42%s,[\"message:say\",{\"lang\":\"en\",\"text\":\"%s\"}]", seat->ns_, words());
    seat->say_at += set.say_every;
    if (counting) told.posts++;
}

/* ---- what comes in ---- */

static long long number_after(const char *text, const char *name) {
    const char *at = strstr(text, name);
    return at ? strtoll(at + strlen(name), NULL, 10) : -1;
}

static void weigh(Seat *seat, long long frame, ns t) {
    Room *room = &rooms[seat->room];
    long long beat = (t - room->moment) / set.beat;
    /* No frame comes early: the one that was least behind tells which beat is which. */
    if (!room->known || frame - beat > room->ahead) { room->ahead = frame - beat; room->known = true; }
    if (!counting) return;
    long long late = (t - room->moment - (frame - room->ahead) * set.beat) / 1000000;
    told.late[late < 0 ? 0 : late > LATE_BUCKETS ? LATE_BUCKETS : late]++;
}

static long long count_kind(const uint8_t *data, size_t size, const char *kind) {
    long long found = 0;
    const uint8_t *at = data, *end = data + size;
    while ((at = memmem(at, end - at, kind, strlen(kind)))) { found++; at++; }
    return found;
}

static void read_frame(Seat *seat, const char *text, size_t size, ns t) {
    static uint8_t data[MOST_IN];
    char head[256];
    size_t n = decode(text, size, data);
    size_t length = n > 4 ? (size_t)data[0] << 8 | data[1] : 0;
    if (!length || length >= sizeof head || length > n - 4) { told.strange++; return; }
    memcpy(head, data + 4, length);
    head[length] = 0;
    long long frame = number_after(head, "\"f\":");
    const char *epoch = strstr(head, "\"e\":\"");
    if (epoch) sscanf(epoch + 5, "%23[A-Za-z0-9_=-]", seat->epoch);
    if (strstr(head, "\"b\":")) { seat->seen = frame; return; }
    seat->seen = frame;
    weigh(seat, frame, t);
    if (!counting) return;
    told.frames++;
    told.said += count_kind(data, n, "\"k\":\"message:said\"");
    told.refused += count_kind(data, n, "\"k\":\"command:refused\"");
}

static void enter(Seat *seat) {
    ns t = now();
    seat->state = IN;
    joined++;
    seat->tick_at = (t - seat->phase) / set.beat * set.beat + seat->phase + set.beat;
}

static void hear(Seat *seat, const char *text, size_t size, ns t) {
    char sent[48], hello[24];
    int n = sprintf(sent, "42%s,[\"frame:sent\",\"", seat->ns_), m = sprintf(hello, "40%s,", seat->ns_);
    if (size > (size_t)n + 2 && !memcmp(text, sent, n)) { read_frame(seat, text + n, size - n - 2, t); return; }
    if (seat->state == KNOCKING && text[0] == '0')
        say(seat, "40%s,{\"session\":\"%s\"}", seat->ns_, seat->session);
    else if (seat->state == KNOCKING && size >= (size_t)m && !memcmp(text, hello, m)) enter(seat);
    else if (size == 1 && text[0] == '2') say(seat, "3");
    else if (memmem(text, size < 64 ? size : 64, "message:said", 12)) { if (counting) told.said++; }
    else told.strange++;
}

static size_t greeted(Seat *seat, const char *data, size_t size) {
    const char *end = memmem(data, size, "\r\n\r\n", 4);
    if (!end) return 0;
    if (memcmp(data, "HTTP/1.1 101", 12)) { fprintf(stderr, "seats: refused: %.120s\n", data); leave(seat); return 0; }
    seat->state = KNOCKING;
    return end + 4 - data;
}

static size_t one_frame(Seat *seat, const uint8_t *data, size_t size, ns t) {
    if (size < 2) return 0;
    size_t length = data[1] & 127, head = 2;
    if (length == 126) { if (size < 4) return 0; length = data[2] << 8 | data[3]; head = 4; }
    else if (length == 127) { leave(seat); return 0; }
    if (size < head + length) return 0;
    int op = data[0] & 15;
    if (counting) told.bytes_down += head + length;
    if (op == 8 || !(data[0] & 0x80)) { leave(seat); return 0; }
    if (op == 1) hear(seat, (const char *)data + head, length, t);
    return head + length;
}

static void keep(Seat *seat, const char *data, size_t size) {
    if (size > seat->room_in) { seat->in = realloc(seat->in, seat->room_in = size * 2); }
    if (size) memcpy(seat->in, data, size);
    seat->held = size;
}

static void receive(Seat *seat) {
    static char data[MOST_IN + 65536];
    size_t size = seat->held, at = 0, used;
    if (size) memcpy(data, seat->in, size);
    ssize_t k = recv(seat->fd, data + size, MOST_IN - size, MSG_DONTWAIT);
    if (k < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (k <= 0) { leave(seat); return; }
    ns t = now();
    size += k;
    if (seat->state == GREETING) at = greeted(seat, data, size);
    while (seat->state > GREETING && seat->state != GONE && (used = one_frame(seat, (uint8_t *)data + at, size - at, t)))
        at += used;
    if (seat->state != GONE) keep(seat, data + at, size - at);
}

/* ---- coming and going ---- */

static void call(Seat *seat) {
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(set.port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int one = 1;
    seat->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    setsockopt(seat->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    seat->state = CALLING;
    seat->out = malloc(4 * MOST_UP);
    struct epoll_event e = {.events = EPOLLIN | EPOLLOUT, .data.ptr = seat};
    epoll_ctl(poller, EPOLL_CTL_ADD, seat->fd, &e);
    if (connect(seat->fd, (void *)&to, sizeof to) < 0 && errno != EINPROGRESS) leave(seat);
}

static void greet(Seat *seat) {
    char text[2048];
    int fault = 0, size;
    socklen_t length = sizeof fault;
    getsockopt(seat->fd, SOL_SOCKET, SO_ERROR, &fault, &length);
    if (fault) { leave(seat); return; }
    size = snprintf(text, sizeof text,
                    "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\n"
                    "Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    "Sec-WebSocket-Version: 13\r\nOrigin: %s\r\nCookie: %s\r\n\r\n",
                    strstr(origin, "//") + 2, origin, seat->cookie);
    seat->state = GREETING;
    put(seat, text, size);
    flush(seat);
    if (seat->state != GONE) watch(seat);
}

static void serve(int milliseconds) {
    static struct epoll_event events[512];
    int n = epoll_wait(poller, events, 512, milliseconds);
    for (int i = 0; i < n; i++) {
        Seat *seat = events[i].data.ptr;
        if (seat->state == GONE) continue;
        if (seat->state == CALLING) { greet(seat); continue; }
        if (events[i].events & EPOLLOUT) flush(seat);
        if (seat->state != GONE && events[i].events & ~EPOLLOUT) receive(seat);
    }
}

static void do_due(ns t) {
    for (int i = 0; i < seat_count; i++) {
        Seat *seat = by_phase[i];
        if (seat->state != IN) continue;
        if (set.events && talking && may_say(seat, t)) speak_plainly(seat);
        if (set.events || seat->role == SILENT || t < seat->tick_at) continue;
        tick(seat, t);
        seat->tick_at += set.beat;
    }
}

static void go_on(ns until) {
    for (ns t = now(), looked = 0; t < until; t = now()) {
        if (t - looked >= SECOND / 1000) { do_due(t); looked = t; }
        serve(1);
    }
}

static void come_in(void) {
    int next = 0;
    ns until = now() + set.patience, looked = 0;
    while (joined + gone < seat_count) {
        while (next < seat_count && next - joined - gone < set.conc) call(&seats[next++]);
        serve(1);
        ns t = now();
        if (t - looked >= SECOND / 1000) { do_due(t); looked = t; }
        if (t > until) die("they did not all get in");
    }
}

/* ---- what the server costs ---- */

static double cpu_of(int pid) {
    clockid_t clock;
    struct timespec t;
    if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &t)) die("a watched program is gone");
    return t.tv_sec + t.tv_nsec / 1e9;
}

static double cpu(void) {
    double sum = 0;
    for (int i = 0; i < pid_count; i++) sum += cpu_of(pids[i]);
    return sum;
}

/* All that this machine's processors have done. */
static double everybody(void) {
    unsigned long long spent[8] = {0};
    FILE *file = fopen("/proc/stat", "r");
    if (!file) return 0;
    if (fscanf(file, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &spent[0], &spent[1], &spent[2], &spent[3], &spent[4],
               &spent[5], &spent[6], &spent[7]) != 8)
        spent[0] = 0;
    fclose(file);
    return (double)(spent[0] + spent[1] + spent[2] + spent[5] + spent[6] + spent[7]) / sysconf(_SC_CLK_TCK);
}

static long long memory(void) {
    long long sum = 0, whole, resident;
    for (int i = 0; i < pid_count; i++) {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/statm", pids[i]);
        FILE *file = fopen(path, "r");
        if (!file) continue;
        if (fscanf(file, "%lld %lld", &whole, &resident) == 2) sum += resident * sysconf(_SC_PAGESIZE);
        fclose(file);
    }
    return sum;
}

static double own_cpu(void) {
    struct rusage used;
    getrusage(RUSAGE_SELF, &used);
    return used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

/* ---- the plan ---- */

static void read_seat(char *rest) {
    static int size;
    char role[16];
    if (seat_count == size) seats = realloc(seats, (size = size ? 2 * size : 256) * sizeof *seats);
    Seat *seat = &seats[seat_count++];
    memset(seat, 0, sizeof *seat);
    if (sscanf(rest, "%d %lld %15s %15s %71s %511[^\n]", &seat->room, &seat->phase, role, seat->ns_, seat->session,
               seat->cookie) < 5)
        die("cannot read a seat");
    seat->role = *role == 't' ? TICKS : *role == 'o' ? OPENS : role[1] == 'p' ? SPEAKS : SILENT;
}

static void read_room(const char *rest) {
    rooms = realloc(rooms, (room_count + 1) * sizeof *rooms);
    rooms[room_count++] = (Room){.moment = atoll(rest)};
}

static void read_set(const char *rest) {
    char name[32];
    long long value;
    if (sscanf(rest, "%31s %lld", name, &value) != 2) die("cannot read a setting");
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        if (!strcmp(settings[i].name, name)) { *settings[i].value = value; return; }
    die("there is no such setting");
}

static int earlier(const void *a, const void *b) {
    ns x = (*(Seat *const *)a)->phase, y = (*(Seat *const *)b)->phase;
    return x < y ? -1 : x > y;
}

static void read_plan(void) {
    static char line[2048];
    while (fgets(line, sizeof line, stdin)) {
        if (!strncmp(line, "set ", 4)) read_set(line + 4);
        else if (!strncmp(line, "seat ", 5)) read_seat(line + 5);
        else if (!strncmp(line, "room ", 5)) read_room(line + 5);
        else if (!strncmp(line, "watch ", 6)) pids[pid_count++] = atoi(line + 6);
        else if (!strncmp(line, "origin ", 7)) sscanf(line + 7, "%255s", origin);
        else die("cannot read the plan");
    }
    by_phase = malloc(seat_count * sizeof *by_phase);
    for (int i = 0; i < seat_count; i++) by_phase[i] = &seats[i];
    qsort(by_phase, seat_count, sizeof *by_phase, earlier);
}

static void begin_saying(ns t) {
    int speakers = 0, n = 0;
    for (int i = 0; i < seat_count; i++) speakers += seats[i].role == SPEAKS;
    for (int i = 0; i < seat_count; i++)
        if (seats[i].role == SPEAKS) seats[i].say_at = t + set.say_every * n++ / speakers;
}

static double share_until(int milliseconds) {
    long long within = 0, all = 0;
    for (int i = 0; i <= LATE_BUCKETS; i++) { all += told.late[i]; if (i < milliseconds) within += told.late[i]; }
    return all ? (double)within / all : 0;
}

static int late_at(double share) {
    long long all = 0, passed = 0;
    for (int i = 0; i <= LATE_BUCKETS; i++) all += told.late[i];
    for (int i = 0; i <= LATE_BUCKETS; i++) if ((passed += told.late[i]) >= share * all) return i;
    return LATE_BUCKETS;
}

int main(void) {
    learn_signs();
    read_plan();
    struct rlimit most;
    getrlimit(RLIMIT_NOFILE, &most);
    most.rlim_cur = most.rlim_max;
    setrlimit(RLIMIT_NOFILE, &most);
    poller = epoll_create1(EPOLL_CLOEXEC);
    long long empty = memory();
    double cpu_empty = cpu();
    come_in();
    double cpu_in = cpu() - cpu_empty;
    int got_in = joined;
    go_on(now() + set.warm);
    begin_saying(now());
    talking = true;
    /* What is said is on its way for up to three beats: by then as much arrives as leaves. */
    if (set.say_every) go_on(now() + 4 * set.beat);
    counting = true;
    ns from = now();
    double spent = cpu(), own = own_cpu(), all = everybody();
    go_on(from + set.window);
    spent = cpu() - spent;
    own = own_cpu() - own;
    double seconds = (now() - from) / 1e9, others = everybody() - all - spent - own;
    printf("{\"seats\":%d,\"joined\":%d,\"left\":%d,\"seconds\":%.4f,\"cpu\":%.6f,\"cpu_of_coming_in\":%.4f,"
           "\"generator_cpu\":%.4f,\"others_cpu\":%.4f,\"memory\":%lld,", seat_count, got_in, got_in - joined, seconds,
           spent, cpu_in, own, others, memory() - empty);
    printf("\"frames\":%lld,\"within_100_ms\":%.6f,\"late_p50_ms\":%d,\"late_p99_ms\":%d,\"late_most_ms\":%d,",
           told.frames, share_until(100), late_at(.5), late_at(.99), late_at(1));
    printf("\"ticks\":%lld,\"slow_ticks\":%lld,\"posts\":%lld,\"said\":%lld,\"refused\":%lld,\"strange\":%lld,"
           "\"bytes_down\":%lld,\"bytes_up\":%lld}\n", told.ticks, told.slow_ticks, told.posts, told.said,
           told.refused, told.strange, told.bytes_down, told.bytes_up);
    return 0;
}
