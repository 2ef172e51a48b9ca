/*
 * matter_words -- how people read how long a matter has left.
 *
 *     ● 正常  还剩 3 个工作日         never by colour alone: shape, word, colour,
 *     ◆ 临期  今天到期                then the days
 *     ▲ 超期  超期 2 个工作日
 *     ■ 暂停计时
 *     ○ 不计时
 */
#ifndef MATTER_WORDS_H
#define MATTER_WORDS_H

#include <stdbool.h>
#include <stdint.h>

#include "matter_light.h"
#include "page.h"
#include "work.h"

/* "还剩 3 个工作日", "今天到期", "超期 2 个工作日"; "" when no clock runs. */
const char *matter_say_left(struct work *work, enum language language, int64_t due_ms);

/* Whether a holiday notice to come may move a due moment; 0 is none. */
bool matter_due_may_move(struct work *work, int64_t due_ms);

/*
 * When it is due: "11月30日（星期一）17:30前", with a hint behind it when a holiday
 * notice to come may move the day; "" when no clock runs.  today is yyyymmdd, or 0.
 */
const char *matter_say_due(struct work *work, enum language language, int64_t due_ms,
                           int today);

/* The word of a light: 正常, 临期 …; TEXT(). */
const char *matter_light_word(enum matter_light light);

/* The name of a light for the API: "green" … */
const char *matter_light_name(enum matter_light light);

/* A badge with shape, word and colour; then what matter_say_left() said. */
void matter_put_light(struct html *out, enum matter_light light, const char *left);

#endif
