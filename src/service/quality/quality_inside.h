/*
 * quality_inside -- the rules that the table of checks names, by what they are about.
 *
 * Each says whether the rule holds for the version in question, and writes what it found
 * wrong into the detail where the item's own words help to find it.
 */
#ifndef QUALITY_INSIDE_H
#define QUALITY_INSIDE_H

#include "quality.h"

/* Whether a list has a word. */
bool quality_has(struct item_list list, const char *word);

/* Whether a text ends in another. */
bool quality_ends(const char *text, const char *end);

/* Codes (事项编码): those laid out nationally; of the others only their shape. */
bool code_has_its_shape(struct quality_question *question);
bool code_names_a_body(struct quality_question *question);
bool code_has_the_level(struct quality_question *question);
bool code_has_the_type(struct quality_question *question);
bool code_has_no_lonely_sub_item(struct quality_question *question);
bool code_holds_the_base_code(struct quality_question *question);

/* Time, result, visits, fee, phones, whom it is for. */
bool kind_fits_the_promise(struct quality_question *question);
bool promise_keeps_the_law(struct quality_question *question);
bool result_kind_fits_its_name(struct quality_question *question);
bool result_has_a_sample(struct quality_question *question);
bool visits_are_explained(struct quality_question *question);
bool nobody_comes_but_by_courier(struct quality_question *question);
bool wholly_online_needs_no_visit(struct quality_question *question);
bool fee_is_explained(struct quality_question *question);
bool no_fee_is_paid_online(struct quality_question *question);
bool both_phones_are_given(struct quality_question *question);
bool phones_have_area_codes(struct quality_question *question);
bool phones_differ(struct quality_question *question);
bool subjects_fit_the_targets(struct quality_question *question);

/* What a guide has to say, papers, licences, 八统一. */
bool licence_has_questions(struct quality_question *question);
bool licence_has_all_steps(struct quality_question *question);
bool guide_has_a_name(struct quality_question *question);
bool guide_has_papers(struct quality_question *question);
bool guide_has_steps(struct quality_question *question);
bool guide_has_a_basis(struct quality_question *question);
bool guide_has_a_time(struct quality_question *question);
bool guide_has_conditions(struct quality_question *question);
bool guide_lists_what_may_follow(struct quality_question *question);
bool no_paper_catches_all(struct quality_question *question);
bool item_has_a_main_item(struct quality_question *question);
bool steps_name_their_offices(struct quality_question *question);
bool forms_have_their_blanks(struct quality_question *question);

#endif
