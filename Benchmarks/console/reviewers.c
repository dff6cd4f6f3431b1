// Many reviewers at once, as one process that takes little of the machine: an open loop over epoll.
//
//   reviewers PORT RATE SECONDS RUN LOG < SESSIONS
//
// SESSIONS has a line "COOKIE TOKEN" for each reviewer. Each has a connection of its own and answers at
// fixed moments, RATE answers a second together, whatever the server does; a late answer counts from the
// moment at which it was due. LOG gets a line "ASSIGNMENT VALUE" for each acknowledged decision. Prints
// one JSON object: counts, latencies in milliseconds, and the processor time that this process took.
//
// Where the server dies, "alive" is false and LOG also gets "pending PLACE ASSIGNMENT VALUE KEY" for what
// was sent and not acknowledged. A line "COOKIE TOKEN ASSIGNMENT VALUE KEY" sends that first. RUN is a
// number that makes the keys of one run differ from those of others.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MOST_REVIEWERS = 5000, BUFFER = 32768, ITEMS = 12, NAME = 32 };

typedef enum { IDLE, FETCHING, REPEATING, ANSWERING, DONE } State;

typedef struct {
  int socket, value, items, next, number;
  State state;
  double due, sent;
  size_t filled;
  char cookie[160], token[80], key[65], item[ITEMS][NAME + 1], buffer[BUFFER];
} Reviewer;

static Reviewer *reviewers;
static int count, port, run, finished;
static bool alive = true;
static double *fromDue, *fromSending, last;
static size_t acknowledged, room;
static FILE *log_file;

static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fprintf(stderr, "reviewers: ");
  vfprintf(stderr, format, arguments);
  fprintf(stderr, "\n");
  va_end(arguments);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void connect_to(Reviewer *one) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  one->socket = socket(AF_INET, SOCK_STREAM, 0);
  if (one->socket < 0 || connect(one->socket, (struct sockaddr *)&address, sizeof address) != 0)
    fail("can't connect: %s", strerror(errno));
  int on = 1;
  setsockopt(one->socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  fcntl(one->socket, F_SETFL, O_NONBLOCK);
}

// Requests are a few hundred bytes and one at a time on a connection: they fit the socket's buffer.
static void send_text(Reviewer *one, const char *text, size_t length) {
  if (send(one->socket, text, length, MSG_NOSIGNAL) == (ssize_t)length) return;
  if (errno != EPIPE && errno != ECONNRESET) fail("can't send: %s", strerror(errno));
  alive = false;
}

static void fetch(Reviewer *one) {
  char text[600];
  int length = snprintf(text, sizeof text,
    "GET /api/review/work HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nCookie: %s\r\n\r\n", port, one->cookie);
  one->state = FETCHING;
  send_text(one, text, (size_t)length);
}

static void answer(Reviewer *one, State state, double at) {
  char body[300], text[1200];
  int size = snprintf(body, sizeof body,
    "{\"action\":\"answer\",\"assignment\":\"%s\",\"value\":%d,\"activeMilliseconds\":1000,"
    "\"key\":\"%s\"}", one->item[one->next], one->value, one->key);
  int length = snprintf(text, sizeof text,
    "POST /api/review/answers HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\n"
    "Cookie: %s\r\nX-CSRF-Token: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s",
    port, port, one->cookie, one->token, size, body);
  one->state = state;
  one->sent = at;
  send_text(one, text, (size_t)length);
}

static void answer_next(Reviewer *one, double at) {
  static const int values[] = {-3, -2, -1, 1, 2, 3};
  one->value = values[rand() % 6];
  snprintf(one->key, sizeof one->key, "run-%03d-%06d", run, one->number++);
  answer(one, ANSWERING, at);
}

static void take_items(Reviewer *one, const char *body) {
  one->items = one->next = 0;
  const char *name = "\"assignment\":\"";
  for (const char *at = body; one->items < ITEMS && (at = strstr(at, name)); at += NAME) {
    at += strlen(name);
    if (strlen(at) < NAME) fail("a list breaks off");
    memcpy(one->item[one->items], at, NAME);
    one->item[one->items++][NAME] = 0;
  }
}

static void keep(Reviewer *one, double interval) {
  double at = now();
  if (acknowledged == room) {
    room = room ? 2 * room : 65536;
    fromDue = realloc(fromDue, room * sizeof(double));
    fromSending = realloc(fromSending, room * sizeof(double));
    if (!fromDue || !fromSending) fail("no memory");
  }
  fromDue[acknowledged] = 1e3 * (at - one->due);
  fromSending[acknowledged++] = 1e3 * (at - one->sent);
  fprintf(log_file, "%s %d\n", one->item[one->next++], one->value);
  last = at;
  one->due += interval;
}

// Takes what came; a whole answer moves the reviewer on.
static void receive(Reviewer *one, double interval) {
  ssize_t got = recv(one->socket, one->buffer + one->filled, BUFFER - 1 - one->filled, 0);
  if (got <= 0) {
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    alive = false;
    return;
  }
  one->filled += (size_t)got;
  one->buffer[one->filled] = 0;
  char *end = strstr(one->buffer, "\r\n\r\n");
  if (!end) return;
  char *announced = strcasestr(one->buffer, "\ncontent-length:");
  if (!announced || announced > end) fail("an answer without a length");
  size_t whole = (size_t)(end + 4 - one->buffer) + strtoul(announced + 16, NULL, 10);
  if (whole >= BUFFER) fail("an answer of %zu bytes", whole);
  if (one->filled < whole) return;
  if (strncmp(one->buffer, "HTTP/1.1 200", 12) != 0) fail("refused: %s", one->buffer);
  one->filled = 0;
  if (one->state == FETCHING) {
    take_items(one, end + 4);
    if (one->items == 0) finished++;
    one->state = one->items == 0 ? DONE : IDLE;
  } else if (one->state == REPEATING) {
    // Carried out once, now or when it was first sent; not one of the answers that are timed.
    fprintf(log_file, "%s %d\n", one->item[0], one->value);
    fetch(one);
  } else {
    if (!strstr(end, "\"accepted\"")) fail("not accepted: %s", end + 4);
    keep(one, interval);
    one->state = IDLE;
    if (one->next == one->items) fetch(one);
  }
}

static double share(double *values, double part) {
  size_t place = (size_t)(part * (double)acknowledged);
  return values[place < acknowledged ? place : acknowledged - 1];
}

static void latencies(const char *name, double *values) {
  qsort(values, acknowledged, sizeof(double), compare);
  printf("\"%s\":{\"p50\":%.2f,\"p99\":%.2f,\"p999\":%.2f,\"most\":%.2f},", name, share(values, .5),
    share(values, .99), share(values, .999), values[acknowledged - 1]);
}

// Connects everybody; who has something that was not acknowledged sends that before asking for more.
static int enter(void) {
  int watch = epoll_create1(0);
  char line[600];
  while (count < MOST_REVIEWERS && fgets(line, sizeof line, stdin)) {
    Reviewer *one = &reviewers[count++];
    int read = sscanf(line, "%159s %79s %32s %d %64s", one->cookie, one->token, one->item[0],
      &one->value, one->key);
    if (read != 2 && read != 5) fail("not a session: %s", line);
    connect_to(one);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = one};
    if (epoll_ctl(watch, EPOLL_CTL_ADD, one->socket, &event) != 0) fail("epoll: %s", strerror(errno));
    if (read == 5) answer(one, REPEATING, now());
    else fetch(one);
  }
  if (count == 0) fail("no sessions");
  return watch;
}

static void attend(int watch, double interval) {
  struct epoll_event events[256];
  int ready = epoll_wait(watch, events, 256, 1);
  for (int i = 0; i < ready && alive; i++) receive(events[i].data.ptr, interval);
}

static bool all_have_lists(void) {
  for (int i = 0; i < count; i++)
    if (reviewers[i].state == FETCHING || reviewers[i].state == REPEATING) return false;
  return true;
}

// Answers until `end` and then what was due before it; says how many were due and never sent.
static int work(int watch, double interval, double end) {
  int late = 0;
  while (alive) {
    double at = now();
    late = 0;
    for (int i = 0; i < count; i++) {
      Reviewer *one = &reviewers[i];
      if (one->state == IDLE && one->due < end && one->due <= at) answer_next(one, at);
      late += one->state == ANSWERING || (one->state != DONE && one->due < end);
    }
    if (late == 0 || at > end + 10) break;
    attend(watch, interval);
  }
  return late;
}

int main(int argc, char **argv) {
  if (argc != 6) fail("usage: reviewers PORT RATE SECONDS RUN LOG < SESSIONS");
  port = atoi(argv[1]);
  double rate = atof(argv[2]), seconds = atof(argv[3]);
  run = atoi(argv[4]);
  log_file = fopen(argv[5], "w");
  reviewers = calloc(MOST_REVIEWERS, sizeof *reviewers);
  if (!log_file || !reviewers || rate <= 0) fail("no log, no memory, or no rate");
  int watch = enter();
  double interval = count / rate, opened = now();
  // The clock starts when everybody has pairs; then each has moments of their own.
  while (alive && !all_have_lists()) {
    attend(watch, interval);
    if (now() > opened + 60) fail("the first lists do not come");
  }
  double start = now() + 0.05, end = start + seconds;
  srand((unsigned)run + 1);
  for (int i = 0; i < count; i++) reviewers[i].due = start + interval * rand() / RAND_MAX;
  int late = work(watch, interval, end);
  for (int i = 0; i < count; i++) {
    Reviewer *one = &reviewers[i];
    if (one->state == ANSWERING || one->state == REPEATING)
      fprintf(log_file, "pending %d %s %d %s\n", i, one->item[one->next], one->value, one->key);
  }
  if (fclose(log_file) != 0) fail("the log could not be written");
  struct rusage usage;
  getrusage(RUSAGE_SELF, &usage);
  double spent = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
    + 1e-6 * (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  printf("{\"reviewers\":%d,\"finished\":%d,\"late\":%d,\"acknowledged\":%zu,\"seconds\":%.3f,", count,
    finished, alive ? late : 0, acknowledged, acknowledged ? last - start : 0);
  if (acknowledged > 0) {
    latencies("fromDue", fromDue);
    latencies("fromSending", fromSending);
  }
  printf("\"alive\":%s,\"processorSeconds\":%.3f}\n", alive ? "true" : "false", spent);
  return 0;
}
