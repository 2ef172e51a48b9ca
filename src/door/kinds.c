#include "doors.h"
#include "filing_cover.h"
#include "matter.h"
#include "paper.h"
#include "rating.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };

const struct ledger_part_kind *const door_parts[] = {
    &filing_part,
    &paper_part,
    &rating_part,
    NULL,
};
