/*
 * filing_rules -- 办理规则: what the law says about a filing, nationwide and where a
 * province is stricter.
 *
 * A filing keeps the rules under which it was handed in (fact FILING_BY_ZHEJIANG).
 * The setting `rules` chooses; by itself it follows the town's province.
 */
#ifndef FILING_RULES_H
#define FILING_RULES_H

#include "calendar_span.h"
#include "work.h"

struct filing_rules {
    const char *name;
    unsigned facts; /* that a filing under them has */
    struct calendar_span tell_online, tell_at_window;
    struct calendar_span supply; /* 补正 */
    struct calendar_span follow; /* 容缺后补, where the paper says nothing */
    struct calendar_span check;  /* of a promise */
    struct calendar_span rectify;
    int64_t extension_max; /* working days, once */
    const char *late; /* what becomes of papers that come too late: 视为撤回申请 */
    const char *late_in_full; /* for the letter, or NULL: as it stands in its kind */
};

/* Those of a filing that is handed in now, and those of one with these facts. */
const struct filing_rules *filing_rules_now(const struct work *work);
const struct filing_rules *filing_rules_of(unsigned facts);

#endif
