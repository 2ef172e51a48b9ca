#include "doors.h"

#include "account.h"
#include "account_web.h"
#include "agency_web.h"
#include "api.h"
#include "archive_web.h"
#include "bundle_desk.h"
#include "bundle_web.h"
#include "deputy_web.h"
#include "desk.h"
#include "drift_web.h"
#include "escalation_web.h"
#include "export_web.h"
#include "filing_agent.h"
#include "filing_correct.h"
#include "filing_desk.h"
#include "filing_office.h"
#include "filing_papers.h"
#include "filing_web.h"
#include "guide.h"
#include "guide_desk.h"
#include "item_directory_web.h"
#include "item_web.h"
#include "letter_web.h"
#include "library_web.h"
#include "matter_board.h"
#include "matter_cases.h"
#include "matter_hand_web.h"
#include "matter_web.h"
#include "message_web.h"
#include "place.h"
#include "quality_web.h"
#include "rating_web.h"
#include "site.h"
#include "situation_desk.h"
#include "situation_web.h"

const struct route_table *const door_tables[] = {
    &site_routes,          &account_routes,        &guide_routes,
    &guide_desk_routes,    &item_directory_routes, &item_routes,
    &library_routes,       &quality_routes,        &quality_rule_routes,
    &drift_routes,         &drift_compare_routes,  &library_change_routes,
    &library_draft_routes, &library_fill_routes,   &library_file_routes,
    &message_routes,       &message_desk_routes,   &agency_routes,
    &agency_desk_routes,   &deputy_routes,         &matter_hand_routes,
    &matter_routes,        &filing_routes,         &filing_paper_routes,
    &filing_review_routes, &filing_agent_routes,   &agency_api_routes,
    &archive_routes,       &filing_desk_routes,    &bundle_desk_routes,
    &bundle_routes,        &filing_office_routes,  &filing_correct_routes,
    &rating_routes,        &desk_routes,           &api_routes,
    &situation_routes,     &situation_desk_routes, &letter_routes,
    &letter_manage_routes, &matter_case_routes,    &export_routes,
    &escalation_routes,    &matter_board_routes,
};

const size_t door_table_count = sizeof door_tables / sizeof *door_tables;

const struct face_look *const door_looks[] = {
    [FACE_SITE] = &site_look,
    [FACE_DESK] = &desk_look,
    [FACE_API] = NULL,
};

const struct refusal *door_sign_on(struct work *work, struct exchange *exchange,
                                   const char *token) {
    (void)exchange;
    return account_sign_on(work, token);
}

void door_view(struct work *work, struct exchange *exchange) {
    const struct place_book *book = place_book(work);

    if (!book)
        return;
    exchange->view.town_name = book->town.name;
    exchange->view.hall_name = book->town.hall_name;
    exchange->view.phone = book->town.phone;
    if (exchange->route->face != FACE_API)
        exchange->view.unread = message_unread(work);
}
