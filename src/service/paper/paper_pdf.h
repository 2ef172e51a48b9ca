/*
 * paper_pdf -- whether a PDF would act, told by its bytes.
 *
 * Names that make a reader act (scripts, programs, files within) are looked for outside
 * of streams, and inside of the packed streams that hold objects (/ObjStm), which are
 * unpacked up to a bound.  What cannot be unpacked counts as acting: another filter, more
 * than PDF_PACKED_MAX.  A file that is encrypted and has such streams is locked.
 *
 * Pure functions of the bytes.
 */
#ifndef PAPER_PDF_H
#define PAPER_PDF_H

#include "paper_kind.h"

enum { PDF_PACKED_MAX = 32 * 1024 * 1024, PDF_DICTIONARY_MAX = 4096 };

/* PAPER_SOUND, PAPER_BROKEN, PAPER_ACTIVE or PAPER_LOCKED. */
enum paper_flaw paper_pdf_flaw(const uint8_t *bytes, size_t size);

#endif
