/*
 * mask -- personal data (个人信息) shown only as far as it must be (脱敏).
 *
 * The masks that Chinese offices show.  A value that has not the shape its mask was
 * made for becomes stars throughout, one per code point: rather too little shown than
 * too much.  Values are valid UTF-8; results live in the arena.
 */
#ifndef MASK_H
#define MASK_H

struct arena;

/* A citizen's identity number: "330109********0016", first six and last four. */
char *mask_citizen_id(struct arena *arena, const char *id);

/* A phone number of eleven digits: "138****1234", first three and last four. */
char *mask_phone(struct arena *arena, const char *phone);

/*
 * A natural person's name: the first code point, then a star for each further one,
 * but two at most, so that the length of a long name stays hidden: "王*", "阿**".
 * The name of a firm is public and not for this.
 */
char *mask_name(struct arena *arena, const char *name);

#endif
