#include "situation_picture.h"

#include <string.h>

#include "arena.h"
#include "page.h"
#include "text.h"
#include "utf8.h"

enum {
    LETTER = 18, /* a Chinese character; a Latin one is taken for half of it */
    ROW = 32,
    PAD = 14,
    BOX_WIDTH = 340,
    GAP_X = 90,
    GAP_Y = 28,
    LIST_WIDTH = 86, /* what stands at the right of an answer that asks no more */
    BASE = 22,       /* from the top of a row to its base line */
    EDGE = 14,       /* around the whole */
    HEAD = 9,        /* of an arrow */
};

struct drawing {
    struct arena *arena;
    const struct situation_flow *flow;
    struct situation_box *boxes;
    struct situation_caption *captions;
    size_t caption_count;
    const char **arrows;
    size_t arrow_count;
    int column[SITUATION_QUESTIONS_MAX];
};

/* ---- words in a width ---- */

static int width_of(uint32_t point) {
    return point < 0x80 ? LETTER * 6 / 10 : LETTER;
}

/* Bytes of the words that fit into a width. */
static size_t fitting(const char *words, int width) {
    const char *at = words;
    const char *kept = words;

    while (*at) {
        width -= width_of(utf8_next(&at));
        if (width < 0)
            return (size_t)(kept - words);
        kept = at;
    }
    return (size_t)(kept - words);
}

static const char *cut(struct arena *arena, const char *words, int width) {
    const size_t size = fitting(words, width);

    if (!words[size])
        return words;
    return arena_format(arena, "%.*s…", (int)fitting(words, width - LETTER), words);
}

/* ---- parts ---- */

static void add_caption(struct drawing *drawing, int x, int y, const char *text,
                        bool strong) {
    drawing->captions[drawing->caption_count++] =
        (struct situation_caption){ x, y + BASE, text, strong };
}

/* What is asked, in two lines at most; returns where the answers begin. */
static int put_words(struct drawing *drawing, const struct situation_box *box,
                     const char *words) {
    const int width = BOX_WIDTH - 2 * PAD;
    const size_t first = fitting(words, width);
    const int x = box->x + PAD, y = box->y + PAD / 2;

    add_caption(drawing, x, y, arena_copy_bytes(drawing->arena, words, first), true);
    if (!words[first])
        return y + ROW;
    add_caption(drawing, x, y + ROW, cut(drawing->arena, words + first, width), true);
    return y + 2 * ROW;
}

static void add_arrow(struct drawing *drawing, int x, int y,
                      const struct situation_box *to) {
    const int end_x = to->x - 2, end_y = to->y + PAD / 2 + ROW / 2;
    const int bend = GAP_X / 2;

    drawing->arrows[drawing->arrow_count++] = arena_format(
        drawing->arena, "M%d %dC%d %d %d %d %d %dm-%d -%dl%d %dl-%d %d", x, y, x + bend,
        y, end_x - bend, end_y, end_x, end_y, HEAD, HEAD, HEAD, HEAD, HEAD, HEAD);
}

static int rows_of(const struct situation_question *question) {
    const bool two = question->words[fitting(question->words, BOX_WIDTH - 2 * PAD)] != 0;

    return (int)question->answer_count + 1 + two;
}

/* ---- layout ---- */

/* Each question stands behind all that lead to it; as many rounds as questions do. */
static int find_columns(struct drawing *drawing) {
    const struct situation_flow *const flow = drawing->flow;
    int last = 0;

    for (size_t round = 0; round < flow->question_count; round++)
        for (size_t i = 0; i < flow->question_count; i++)
            for (size_t j = 0; j < flow->questions[i].answer_count; j++) {
                const int next = flow->questions[i].answers[j].next;

                if (next >= 0 && drawing->column[next] <= drawing->column[i])
                    drawing->column[next] = drawing->column[i] + 1;
            }
    for (size_t i = 0; i < flow->question_count; i++)
        last = drawing->column[i] > last ? drawing->column[i] : last;
    return last;
}

/* Stacks the boxes of each column; returns how high the highest is. */
static int place_boxes(struct drawing *drawing) {
    const struct situation_flow *const flow = drawing->flow;
    int filled[SITUATION_QUESTIONS_MAX] = { 0 };
    int height = 0;

    for (size_t i = 0; i < flow->question_count; i++) {
        int *const y = &filled[drawing->column[i]];

        drawing->boxes[i] = (struct situation_box){
            .x = EDGE + drawing->column[i] * (BOX_WIDTH + GAP_X),
            .y = *y + EDGE,
            .width = BOX_WIDTH,
            .height = rows_of(&flow->questions[i]) * ROW + PAD,
        };
        *y += drawing->boxes[i].height + GAP_Y;
        height = *y > height ? *y : height;
    }
    return height - GAP_Y;
}

/* An answer, and where it leads: an arrow to a question, or a word that it ends here. */
static void draw_answer(struct drawing *drawing, const struct situation_box *box, int y,
                        const struct situation_answer *answer) {
    const int width = BOX_WIDTH - 2 * PAD - (answer->next < 0 ? LIST_WIDTH : 0);

    add_caption(drawing, box->x + PAD, y, cut(drawing->arena, answer->words, width),
                false);
    if (answer->next < 0)
        add_caption(drawing, box->x + BOX_WIDTH - PAD - LIST_WIDTH + LETTER / 2, y,
                    TEXT("→ 材料单"), false);
    else
        add_arrow(drawing, box->x + box->width, y + ROW / 2,
                  &drawing->boxes[answer->next]);
}

static void draw_question(struct drawing *drawing, size_t at) {
    const struct situation_question *const question = &drawing->flow->questions[at];
    const struct situation_box *const box = &drawing->boxes[at];
    int y = put_words(drawing, box, question->words);

    for (size_t i = 0; i < question->answer_count; i++) {
        draw_answer(drawing, box, y, &question->answers[i]);
        y += ROW;
    }
}

static struct drawing begin(struct arena *arena, const struct situation_flow *flow) {
    const size_t questions = flow->question_count;
    size_t answers = 0;

    for (size_t i = 0; i < questions; i++)
        answers += flow->questions[i].answer_count;
    return (struct drawing){
        .arena = arena,
        .flow = flow,
        .boxes = arena_alloc(arena, questions * sizeof(struct situation_box)),
        .captions = arena_alloc(arena, 2 * (questions + answers) *
                                           sizeof(struct situation_caption)),
        .arrows = arena_alloc(arena, answers * sizeof(const char *)),
    };
}

void situation_draw(struct arena *arena, const struct situation_flow *flow,
                    struct situation_picture *picture) {
    struct drawing drawing = begin(arena, flow);
    const int columns = find_columns(&drawing) + 1;

    *picture = (struct situation_picture){ 0 };
    if (flow->question_count == 0)
        return;

    const int height = place_boxes(&drawing);
    for (size_t i = 0; i < flow->question_count; i++)
        draw_question(&drawing, i);
    *picture = (struct situation_picture){
        .width = columns * (BOX_WIDTH + GAP_X) - GAP_X + 2 * EDGE,
        .height = height + 2 * EDGE,
        .boxes = drawing.boxes,
        .box_count = flow->question_count,
        .captions = drawing.captions,
        .caption_count = drawing.caption_count,
        .arrows = drawing.arrows,
        .arrow_count = drawing.arrow_count,
    };
}
