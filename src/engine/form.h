/*
 * form -- what a person fills in, declared once.
 *
 * A form is a table of fields.  From it come the HTML controls, the checks, the JSON
 * request body, and the OpenAPI schema.  Parsing never fails: it yields the person's
 * words with an error beside each field that is wrong, to be shown again.
 *
 * What an input method left is mended before it is checked: full-width digits and
 * letters in numbers, blanks around and inside them, +86 before a phone, the many dots
 * of a name, 2026年11月3日 for a day.  Characters are counted as code points.
 *
 * Errors are patterns in Chinese, TEXT() with places: "{0}最多填 {1} 个字…"; the values
 * stand beside them, and form_error() puts both together in the reader's language.
 */
#ifndef FORM_H
#define FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "page.h"

struct arena;
struct json;

enum {
    FORM_FIELDS_MAX = 32,
    FORM_VALUE_BYTES_MAX = 64 * 1024,
    FORM_RADIOS_MAX = 7, /* more choices than this are a select */
    FORM_ERROR_VALUES_MAX = 3,
};

enum form_kind {
    FORM_TEXT,        /* one line, 200 characters; controls are refused */
    FORM_LONG_TEXT,   /* several lines, 2000 characters; CRLF becomes LF */
    FORM_NAME,        /* 姓名: 2 to 50 characters, rare ones and · too, no digits */
    FORM_CITIZEN_ID,  /* 居民身份证号: GB 11643, x becomes X */
    FORM_CREDIT_CODE, /* 统一社会信用代码: GB 32100, upper-cased */
    FORM_MOBILE,      /* 手机号: 11 digits */
    FORM_DIGITS,      /* a number that is not counted with: exactly max digits */
    FORM_DAY,         /* YYYY-MM-DD; number is yyyymmdd, 0 when left empty */
    FORM_INTEGER,     /* number within min and max, 0 when left empty */
    FORM_CHOICE,      /* one of choices, as radio buttons or a select */
    FORM_FLAG,        /* a tick box; number is 0 or 1; required: must be ticked */
    FORM_PASSWORD,    /* 100 characters, kept as typed; never shown again */
    FORM_HIDDEN,      /* travels with the page, kept as it is; 1000 characters */
    FORM_FILE,        /* an upload; the value is its spool path, see http.h.  The page
                         writes <form method="post" enctype="multipart/form-data"> */
};

struct form_choice {
    const char *value;
    const char *label; /* TEXT() */
};

struct form_field {
    const char *name;  /* of the control and of the JSON member */
    const char *label; /* TEXT() */
    const char *hint;  /* TEXT() or NULL */
    enum form_kind kind;
    bool required;
    int min; /* characters of a text; an integer; a day yyyymmdd */
    int max; /* likewise; 0: the kind's own bound */
    const struct form_choice *choices; /* ends with a NULL value */
    const char *autocomplete;          /* HTML token such as "name", "tel", or NULL */
    const char *accept;                /* of a file: "image/png,.pdf", or NULL */
    bool focused; /* of one line: is typed in as soon as the page opens, unless
                     there are errors, which go first */
};

struct form {
    const char *name; /* "filing.apply": stable, for the API */
    const struct form_field *fields;
    size_t count;
};

/* A filled form; value[i], number[i] and error[i] belong to form->fields[i]. */
struct form_input {
    struct arena *arena;
    const struct form *form;
    const char *value[FORM_FIELDS_MAX]; /* never NULL; normalised when valid, else
                                           as it was typed; "" when not UTF-8 */
    int64_t number[FORM_FIELDS_MAX];    /* of days, integers and flags; else 0 */
    const char *error[FORM_FIELDS_MAX]; /* a pattern; read it with form_error() */
    const char *error_value[FORM_FIELDS_MAX][FORM_ERROR_VALUES_MAX];
    const char *whole_error; /* of no single field; TEXT() or NULL */
    size_t error_count;      /* of fields, and of the whole form */
};

/* Where raw values come from: returns NULL when the field was not sent. */
struct form_source {
    const char *(*value)(const void *from, const char *name);
    const void *from;
};

/* today is yyyymmdd, for days and ID numbers. */
struct form_input *form_read(struct arena *arena, const struct form *form,
                             struct form_source source, int today);

/* An unfilled form with the given values as a start (name, value pairs, NULL ends). */
struct form_input *form_fresh(struct arena *arena, const struct form *form, ...);

/* What is wrong with field i and what to do, in a language; NULL when it is right. */
const char *form_error(const struct form_input *input, enum language language, size_t i);

/* The place of a field in the form; asserts that the form has it. */
size_t form_index(const struct form *form, const char *name);

/* The value of a field; asserts that the form has it. */
const char *form_value(const struct form_input *input, const char *name);
int64_t form_number(const struct form_input *input, const char *name);

/* Sets an error that only a rule could find.  Name NULL is the whole form's, and so is a
 * field that this form has not: a rule is asked by several forms. */
void form_set_error(struct form_input *input, const char *name, const char *error);

/* The source over a JSON object: strings, integers and booleans of its members. */
struct form_source form_json_source(const struct json *object);

/* Writes the JSON Schema of the form (2020-12), for OpenAPI, under a key; as a bare value
 * with key NULL.  Likewise that of one field. */
void form_put_schema(struct text *out, const char *key, const struct form *form);
void form_put_field_schema(struct text *out, const char *key,
                           const struct form_field *field);

/*
 * All controls with labels, hints, errors; the error summary first when there are any.
 * A control's id is its name; of radio buttons the first one's.  Links to it work.
 */
void form_put_fields(struct html *out, const struct form_input *input);

/* Only the error summary, and only one field, for pages that lay out by hand. */
void form_put_summary(struct html *out, const struct form_input *input);
void form_put_field(struct html *out, const struct form_input *input, const char *name);

#endif
