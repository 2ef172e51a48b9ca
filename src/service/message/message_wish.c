#include "message_wish.h"

#include <string.h>

#include "civil.h"
#include "config.h"
#include "crypt.h"
#include "house.h"
#include "message.sql.h"
#include "message_delivery.h"
#include "mime.h"
#include "page.h"
#include "sealed.h"
#include "tally.h"
#include "text.h"

enum { CODES = 1000000 };

static const char guesses[] = "message.code_guess";
static const char codes[] = "message.code";

const struct refusal message_no_mail = {
    REFUSED_CONFLICT, "message.no_mail",
    TEXT("本大厅还没有开通邮件通知，请看站内通知和短信。"), NULL
};
const struct refusal message_bad_mail = {
    REFUSED_INVALID, "message.bad_mail",
    TEXT("邮箱地址不对，请核对，写法如 name@example.cn。"), "mail"
};
const struct refusal message_wrong_code = {
    REFUSED_INVALID, "message.wrong_code",
    TEXT("验证码不对或已过期，请核对邮件里的 6 位数字，或重新填邮箱再收一次。"), "code"
};
const struct refusal message_many_codes = {
    REFUSED_BUSY, "message.many_codes",
    TEXT("今天发过的验证码已到上限，请明天再填邮箱。"), "mail"
};

bool message_has_mail(const struct work *work) {
    return work->house->config->text[CONFIG_MAIL_GATEWAY][0] != '\0';
}

struct message_wish message_wish(struct work *work, struct message_whose whose) {
    struct message_wish wish = { true, "", "" };
    struct sql_message_wish_row row;

    if (!sql_message_wish(work, &row, .reader = whose.reader, .reader_id = whose.id))
        return wish;
    wish.sms = row.sms;
    wish.mail = sealed_read(work, "message_wish.mail", whose.id, row.mail);
    if (row.code_ms > work->now_ms)
        wish.waits = sealed_read(work, "message_wish.new_mail", whose.id, row.new_mail);
    return wish;
}

/* ---- codes ---- */

static const char *name_of(struct work *work, struct message_whose whose) {
    return arena_format(work->arena, "%d.%lld", (int)whose.reader, (long long)whose.id);
}

/* The digest is of code, reader and address together: it proves nothing else. */
static struct db_bytes digest_of(struct work *work, struct message_whose whose,
                                 const char *mail, const char *code) {
    return crypt_lookup(
        work->house->keyring, work->arena, "message.code",
        arena_format(work->arena, "%s %s %s", code, name_of(work, whose), mail));
}

static const char *make_code(struct work *work) {
    uint64_t dice;

    crypt_random(&dice, sizeof dice);
    return arena_format(work->arena, "%06d", (int)(dice % CODES));
}

static int64_t midnight_ms(const struct work *work) {
    return civil_moment_ms(civil_add_days(work_day(work), 1), 0);
}

static void keep(struct work *work, struct message_whose whose,
                 const struct message_wish *wish, struct db_bytes code) {
    sql_message_keep_wish(
        work, .reader = whose.reader, .reader_id = whose.id, .sms = wish->sms,
        .mail = sealed_write(work, "message_wish.mail", whose.id, wish->mail),
        .new_mail = sealed_write(work, "message_wish.new_mail", whose.id, wish->waits),
        .code = code,
        .code_ms = wish->waits[0] ? work->now_ms + MESSAGE_CODE_MINUTES * 60000LL : 0);
}

static const struct refusal *send_code(struct work *work, struct message_whose whose,
                                       const struct message_wish *wish) {
    const char *code = make_code(work);

    if (tally_add(work, codes, name_of(work, whose), midnight_ms(work)) >
        MESSAGE_CODES_A_DAY)
        return &message_many_codes;
    tally_forget(work, guesses, name_of(work, whose));
    keep(work, whose, wish, digest_of(work, whose, wish->waits, code));
    delivery_queue(
        work, &(struct delivery_new){
                  .channel = DELIVERY_MAIL,
                  .event = "mail_code",
                  .address = wish->waits,
                  .text = arena_format(
                      work->arena,
                      "您的验证码是 %s，%d 分钟内有效。\n请在“通知方式”页面填写。不是"
                      "您本人填的邮箱，请不要理会这封邮件。",
                      code, MESSAGE_CODE_MINUTES) });
    return NULL;
}

const struct refusal *message_keep_wish(struct work *work,
                                        const struct message_wish *given) {
    const struct message_whose whose = message_whose(work);
    struct message_wish wish = message_wish(work, whose);

    wish.sms = given->sms;
    wish.waits = "";
    if (given->mail[0] && strcmp(given->mail, wish.mail) != 0) {
        if (!message_has_mail(work))
            return &message_no_mail;
        if (!mime_is_address(given->mail))
            return &message_bad_mail;
        wish.waits = given->mail;
        return send_code(work, whose, &wish);
    }
    wish.mail = given->mail;
    keep(work, whose, &wish, (struct db_bytes){ NULL, 0 });
    return NULL;
}

const struct refusal *message_prove_mail(struct work *work, const char *code) {
    const struct message_whose whose = message_whose(work);
    struct message_wish wish = message_wish(work, whose);
    const struct db_bytes typed = digest_of(work, whose, wish.waits, code);
    struct sql_message_wish_row row;

    if (!wish.waits[0] ||
        !sql_message_wish(work, &row, .reader = whose.reader, .reader_id = whose.id))
        return &message_wrong_code;
    if (tally_add(work, guesses, name_of(work, whose), row.code_ms) >
            MESSAGE_CODE_GUESSES ||
        row.code.size != typed.size ||
        !crypt_equal(row.code.data, typed.data, typed.size)) {
        work_keep(work); /* a wrong guess is counted */
        return &message_wrong_code;
    }
    wish.mail = wish.waits;
    wish.waits = "";
    keep(work, whose, &wish, (struct db_bytes){ NULL, 0 });
    return NULL;
}
