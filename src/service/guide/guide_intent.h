/*
 * guide_intent -- 想问什么: the part of an item's page that a question asks for.
 *
 * 老年证要带啥 means the papers of 老年优待证, 几天能办好 its limits.  Finding minds such
 * words little; here they say where on the page the answer stands, so that the link to an
 * item goes there.
 */
#ifndef GUIDE_INTENT_H
#define GUIDE_INTENT_H

/*
 * The id of the part, one of those on the item page (papers, time, fee, place, who,
 * steps, result, basis); "" when the question asks for none.  Pure.
 */
const char *guide_intent_part(const char *question);

#endif
