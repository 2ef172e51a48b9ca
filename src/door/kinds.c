#include "agency_listing.h"
#include "archive.h"
#include "archive_listing.h"
#include "bundle.h"
#include "deputy_listing.h"
#include "drift_listing.h"
#include "filing_cover.h"
#include "guide_listing.h"
#include "joint.h"
#include "letter.h"
#include "letter_notice.h"
#include "library_listing.h"
#include "mandate.h"
#include "matter.h"
#include "matter_agent.h"
#include "matter_correct.h"
#include "matter_hand.h"
#include "matter_listing.h"
#include "matter_tell.h"
#include "message_listing.h"
#include "message_notice.h"
#include "paper_list.h"
#include "quality_listing.h"
#include "rating.h"
#include "situation_listing.h"

const struct flow *const matter_flows[] = { &filing_flow, &bundle_flow, NULL };

const struct ledger_part_kind *const door_parts[] = {
    &letter_part,
    &filing_part,
    &bundle_part,
    &joint_part,
    &paper_part,
    &paper_marks_part,
    &rating_part,
    &mandate_part,
    &matter_agent_part,
    &matter_hand_part,
    &matter_correct_part,
    &archive_part,
    NULL,
};

const struct listing *const listings[] = {
    &matter_listing,
    &quality_listing,
    &drift_listing,
    &archive_listing,
    &message_listing,
    &agency_listing,
    &library_listing,
    &deputy_listing,
    &situation_listing,
    &guide_listing,
    NULL,
};

const struct matter_teller *const matter_tellers[] = {
    &letter_teller,
    &message_teller,
    NULL,
};
