/* The child of picture.h: reads its job, goes into the cage, does it, answers. */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include "picture_cage.h"
#include "picture_private.h"

enum { BAD_ORDER = 2, NO_CAGE = 3 };

static bool read_all(void *bytes, size_t size) {
    char *to = bytes;

    while (size > 0) {
        const ssize_t count = read(STDIN_FILENO, to, size);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        to += count;
        size -= (size_t)count;
    }
    return true;
}

static bool write_all(const void *bytes, size_t size) {
    const char *from = bytes;

    while (size > 0) {
        const ssize_t count = write(STDOUT_FILENO, from, size);

        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return false;
        from += count;
        size -= (size_t)count;
    }
    return true;
}

static bool makes_sense(const struct picture_order *order) {
    return order->magic == PICTURE_MAGIC && order->verb >= PICTURE_LOOK &&
           order->verb <= PICTURE_COPY && order->kind >= PICTURE_PDF &&
           order->kind <= PICTURE_PNG && order->mark_size >= 0 &&
           order->mark_size <= PICTURE_MARK_MAX && order->size > 0 &&
           order->size <= PICTURE_IN_MAX &&
           (order->verb != PICTURE_PAGE ||
            (order->page >= 1 && order->side >= 1 && order->side <= PICTURE_SIDE_MAX));
}

static bool read_task(struct picture_task *task) {
    if (!read_all(&task->order, sizeof task->order) || !makes_sense(&task->order))
        return false;
    task->mark = calloc(1, (size_t)task->order.mark_size + 1);
    task->content = malloc((size_t)task->order.size);
    return task->mark && task->content &&
           read_all(task->mark, (size_t)task->order.mark_size) &&
           read_all(task->content, (size_t)task->order.size);
}

/* Without tidying up: the process ends here, and so does all that it had. */
int picture_child(void) {
    struct picture_task task;
    struct picture_answer answer = { 0, 0, 0 };
    struct picture_bytes out = { NULL, 0, 0 };

    if (!picture_cage_enter(PICTURE_SECONDS))
        _exit(NO_CAGE);
    if (!read_task(&task))
        _exit(BAD_ORDER);
    picture_do(&task, &answer, &out);
    _exit(write_all(&answer, sizeof answer) && write_all(out.bytes, (size_t)answer.size)
              ? 0
              : 1);
}
