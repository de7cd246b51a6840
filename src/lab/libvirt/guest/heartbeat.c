/*
 * What runs inside a guest of the lab.
 *
 *   heartbeat NAME WORKING_SET_MIB RATE_MIB_PER_S [DISK_FOLDER]
 *
 * Every 10 ms it sends one datagram to the observer:
 *
 *   beat NAME SEQUENCE MONOTONIC_SECONDS BOOT_ID DIRTIED_PAGES RATE DISK BOOTS TICKS
 *
 * and meanwhile dirties its working set, round and round, at RATE. Datagrams that it understands (port 9001):
 *
 *   rate N   dirty N MiB per second from now on
 *   sum      answer "sum NAME SHA256 BYTES" of DISK_FOLDER/data, read from the disk and not from memory
 *
 * On the disk a process of its own appends a tick per second; TICKS counts those that reached the disk, and DISK
 * becomes "failed" with the first that did not. Ends with status 0 when the power button is pressed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <linux/input.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PAGE = 4096, PAGES_PER_MIB = 256, BURST_PAGES = 256, OBSERVER_PORT = 9000, OWN_PORT = 9001 };
static const double BEAT_SECONDS = 0.010;

/* Shared with the process that writes to the disk. */
struct disk {
    const char *state;
    long boots;
    volatile long ticks;
    volatile int failed;
};

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec / 1e9;
}

static void die(const char *what)
{
    perror(what);
    exit(1);
}

static void read_boot_id(char id[37])
{
    int f = open("/proc/sys/kernel/random/boot_id", O_RDONLY);
    if (f < 0 || read(f, id, 36) != 36)
        die("boot_id");
    id[36] = 0;
    close(f);
}

/* Random content: neither zero-page detection nor compression may make the guest cheap to move. */
static uint64_t *working_set(long pages)
{
    uint64_t *set = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
    if (set == MAP_FAILED)
        die("working set");
    uint64_t x = 88172645463325252u;
    for (long i = 0; i < pages * PAGE / 8; i++) {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        set[i] = x;
    }
    return set;
}

static long count_boots(const char *folder)
{
    char path[128];
    long boots = 0;
    snprintf(path, sizeof path, "%s/boots", folder);
    FILE *f = fopen(path, "r");
    if (f) {
        if (fscanf(f, "%ld", &boots) != 1)
            boots = 0;
        fclose(f);
    }
    f = fopen(path, "w");
    if (!f || fprintf(f, "%ld\n", ++boots) < 0 || fflush(f) || fsync(fileno(f)))
        die(path);
    fclose(f);
    return boots;
}

/* In a process of its own, since a disk that hangs must not silence the heartbeat. */
static void write_ticks(const char *folder, struct disk *disk)
{
    char path[128], line[64];
    snprintf(path, sizeof path, "%s/ticks", folder);
    int f = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644);
    for (;; sleep(1)) {
        int n = snprintf(line, sizeof line, "boot %ld tick %ld at %.3f\n", disk->boots, disk->ticks + 1, now());
        if (f < 0 || write(f, line, n) != n || fsync(f))
            disk->failed = 1;
        else
            disk->ticks++;
    }
}

static pid_t start_child(void)
{
    pid_t pid = fork();
    if (pid < 0)
        die("fork");
    if (pid == 0)
        prctl(PR_SET_PDEATHSIG, SIGKILL);
    return pid;
}

static void answer_sum(int sock, const struct sockaddr_in *to, const char *name, const char *folder)
{
    char command[256], answer[256], digest[65] = "-";
    long bytes = 0;
    snprintf(command, sizeof command,
             "sync; echo 3 > /proc/sys/vm/drop_caches; cd %s && sha256sum data && wc -c < data", folder);
    FILE *p = popen(command, "r");
    if (!p || fscanf(p, "%64s %*s %ld", digest, &bytes) != 2)
        strcpy(digest, "unreadable");
    int n = snprintf(answer, sizeof answer, "sum %s %s %ld", name, digest, bytes);
    sendto(sock, answer, n, 0, (const struct sockaddr *)to, sizeof *to);
}

static int power_button_pressed(const struct pollfd *buttons, int count)
{
    struct input_event e;
    for (int i = 0; i < count; i++)
        while (read(buttons[i].fd, &e, sizeof e) == sizeof e)
            if (e.type == EV_KEY && e.code == KEY_POWER && e.value)
                return 1;
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fprintf(stderr, "usage: heartbeat NAME WORKING_SET_MIB RATE_MIB_PER_S [DISK_FOLDER]\n");
        return 2;
    }
    const char *name = argv[1], *folder = argc > 4 ? argv[4] : NULL;
    long pages = atol(argv[2]) * PAGES_PER_MIB;
    double rate = atof(argv[3]);
    char boot_id[37];
    read_boot_id(boot_id);

    int sock = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(OWN_PORT)};
    struct sockaddr_in observer = {.sin_family = AF_INET, .sin_port = htons(OBSERVER_PORT)};
    inet_pton(AF_INET, "10.77.0.1", &observer.sin_addr);
    if (sock < 0 || bind(sock, (struct sockaddr *)&own, sizeof own))
        die("socket");

    glob_t inputs;
    struct pollfd buttons[8];
    int button_count = 0;
    if (glob("/dev/input/event*", 0, NULL, &inputs) == 0)
        for (size_t i = 0; i < inputs.gl_pathc && button_count < 8; i++)
            buttons[button_count++].fd = open(inputs.gl_pathv[i], O_RDONLY | O_NONBLOCK);

    struct disk *disk = mmap(NULL, sizeof *disk, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    disk->state = "none";
    if (folder) {
        disk->state = "ok";
        disk->boots = count_boots(folder);
        if (start_child() == 0)
            write_ticks(folder, disk);
    }

    uint64_t *set = pages ? working_set(pages) : NULL;
    printf("ready after %.2f s\n", now());
    fflush(stdout);

    long dirtied = 0, dirtied_before = 0, sequence = 0;
    double rate_since = now(), next_beat = rate_since;
    for (;;) {
        double t = now();
        long due = rate * PAGES_PER_MIB * (t - rate_since) - (dirtied - dirtied_before);
        if (pages && due > 0) {
            for (int n = 0; n < BURST_PAGES && n < due; n++, dirtied++)
                set[(dirtied % pages) * (PAGE / 8) + sequence % (PAGE / 8)] += 0x9e3779b97f4a7c15u;
            if (due > rate * PAGES_PER_MIB / 4) { /* more than 250 ms behind: what was missed is not made up for */
                rate_since = t;
                dirtied_before = dirtied;
            }
        } else {
            usleep(1000);
        }
        t = now();
        if (t < next_beat)
            continue;

        char beat[256];
        int n = snprintf(beat, sizeof beat, "beat %s %ld %.4f %s %ld %.0f %s %ld %ld", name, sequence++, t, boot_id,
                         dirtied, rate, disk->failed ? "failed" : disk->state, disk->boots, disk->ticks);
        sendto(sock, beat, n, 0, (struct sockaddr *)&observer, sizeof observer);
        next_beat += BEAT_SECONDS;
        if (next_beat < t - 5 * BEAT_SECONDS)
            next_beat = t;

        char request[64];
        struct sockaddr_in from;
        socklen_t length = sizeof from;
        n = recvfrom(sock, request, sizeof request - 1, 0, (struct sockaddr *)&from, &length);
        if (n > 0) {
            request[n] = 0;
            if (sscanf(request, "rate %lf", &rate) == 1) {
                rate_since = now();
                dirtied_before = dirtied;
            } else if (!strcmp(request, "sum") && folder && start_child() == 0) {
                answer_sum(sock, &from, name, folder);
                _exit(0);
            }
        }
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
        if (power_button_pressed(buttons, button_count))
            return 0;
    }
}
