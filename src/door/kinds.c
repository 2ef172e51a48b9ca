#include "filing.h"
#include "matter.h"

const struct flow *const matter_flows[] = { &filing_flow, NULL };
