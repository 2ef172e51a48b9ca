/*
 * letter_inside -- 文书内部: what the files of letter share and nobody else needs.
 *
 *     matter, item, person, place  --letter_fill_common()-->  content
 *     content + wording            --letter_blocks()------->  blocks of a page
 *     blocks                       --letter_digest()------->  the digest of its text
 *
 * The digest is taken over every word of the page but the code that shows the digest, and
 * over a salt, so that nobody who has it can try names against it.
 */
#ifndef LETTER_INSIDE_H
#define LETTER_INSIDE_H

#include "letter.h"
#include "letter_wording.h"
#include "pdf.h"

/* All that stands in a letter. */
struct letter_content {
    struct letter_values values;
    const char *site; /* that the code leads to; "" none */
    const char *salt; /* hex */
};

/* What everybody's letters say, from the matter as it is; all texts are there. */
void letter_fill_common(struct work *work, const struct matter *matter,
                        const struct letter_kind *kind, struct letter_content *content);

/* Days that were not given and that a running clock of the matter sets. */
void letter_fill_clocks(struct work *work, const struct matter *matter,
                        const struct letter_kind *kind, struct letter_values *values);

/* As it stands sealed in the row, and back.  Reading says false for what is no JSON. */
const char *letter_write_content(struct arena *arena,
                                 const struct letter_content *content);
bool letter_read_content(struct arena *arena, const char *json,
                         struct letter_content *content);

/* The page from top to bottom, the signature last, in the arena. */
size_t letter_blocks(struct arena *arena, const struct letter_kind *kind,
                     const struct letter_content *content,
                     const struct letter_wording *wording,
                     const struct pdf_block **blocks);

void letter_digest(struct arena *arena, const char *salt, const struct pdf_block *blocks,
                   size_t count, uint8_t digest[LETTER_DIGEST_SIZE]);

/* The values that the ledger covers, of all letters of a matter as they are; *count says
 * how many there are. */
struct ledger_part letter_cover(struct work *work, int64_t matter_id, size_t *count);

#endif
