#include "letter.h"

#include "letter_test.h"

#include "letter.sql.h"
#include "letter_inside.h"
#include "letter_office.h"
#include "letter_wording.h"
#include "sealed.h"
#include "utf8.h"

static const struct ledger_part_kind *const parts[] = { &letter_part, NULL };

static int64_t broken(struct scene *scene) {
    struct ledger_report report;

    ledger_verify(&scene->hall->work, parts, &report);
    return report.broken_matter;
}

/* ---- numbers ---- */

static void numbers_count_by_kind_and_year(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);

    assert_string_equal(issue_one(scene, &matter, "receipt").number, "瓜沥凭〔2026〕1号");
    assert_string_equal(issue_one(scene, &matter, "receipt").number, "瓜沥凭〔2026〕2号");
    assert_string_equal(issue_one(scene, &matter, "supplement").number,
                        "瓜沥补〔2026〕1号");
    scene->hall->work.now_ms = civil_moment_ms(20270104, 9 * 60);
    assert_string_equal(issue_one(scene, &matter, "receipt").number, "瓜沥凭〔2027〕1号");
    close_scene(scene);
}

static void a_letter_that_is_taken_back_leaves_no_gap(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);
    struct matter again = matter;

    hall_end(scene->hall, 1);
    hall_begin(scene->hall);
    assert_string_equal(issue_one(scene, &matter, "receipt").number, "瓜沥凭〔2026〕1号");
    hall_end(scene->hall, 0);
    hall_begin(scene->hall);
    assert_string_equal(issue_one(scene, &again, "receipt").number, "瓜沥凭〔2026〕1号");
    close_scene(scene);
}

static void a_town_has_its_own_prefix_and_a_department_its_organ(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);
    struct work *const work = &scene->hall->work;
    struct letter_office office;

    letter_office(work, 7, &office);
    assert_string_equal(office.organ, "杭州市萧山区瓜沥镇人民政府");
    assert_string_equal(office.review_body, "杭州市萧山区人民政府");
    assert_null(
        letter_keep_office(work, 0,
                           &(struct letter_office){ "瓜政", "https://hall.example.cn", "",
                                                    "", "某法院", 0 }));
    assert_null(letter_keep_office(
        work, 7, &(struct letter_office){ "", "", "萧山区民政局", "", "", 0 }));
    assert_ptr_equal(
        letter_keep_office(work, 7, &(struct letter_office){ "", "", "某局", "", "", 0 }),
        &letter_office_changed);
    letter_office(work, 7, &office);
    assert_string_equal(office.prefix, "瓜政");
    assert_string_equal(office.organ, "萧山区民政局");
    assert_string_equal(office.court, "某法院");
    assert_string_equal(office.site, "https://hall.example.cn");
    assert_string_equal(issue_one(scene, &matter, "receipt").number, "瓜政凭〔2026〕1号");
    close_scene(scene);
}

/* ---- what must stand in it ---- */

static void every_kind_is_refused_without_each_thing_that_it_needs(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);

    for (size_t i = 0; i < letter_kind_count; i++)
        for (int slot = 0; slot < LETTER_SLOTS; slot++) {
            const uint64_t bit = (uint64_t)1 << slot;
            struct letter_field fields[LETTER_SLOTS];
            struct letter letter;

            if (!(letter_kinds[i].needs & bit))
                continue;
            assert_ptr_equal(
                letter_issue(&scene->hall->work, &matter, letter_kinds[i].name, fields,
                             fields_for(letter_kinds[i].needs & ~bit, fields), &letter),
                &letter_slots[slot].lacking);
        }
    close_scene(scene);
}

static void blanks_are_nothing_and_a_bound_is_a_bound(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);
    struct work *const work = &scene->hall->work;
    struct text lines = { .arena = work->arena };
    struct letter letter;

    assert_ptr_equal(letter_issue(work, &matter, "returned",
                                  &(struct letter_field){ "reason", " \n" }, 1, &letter),
                     &letter_slots[SLOT_REASON].lacking);
    for (int i = 0; i < LETTER_ENTRIES_MAX; i++)
        text_add(&lines, "一\n");
    assert_ptr_equal(letter_issue(work, &matter, "returned",
                                  &(struct letter_field){ "reason", text_string(&lines) },
                                  1, &letter),
                     &letter_long);
    close_scene(scene);
}

static void every_kind_has_its_own_mark(void **state) {
    (void)state;
    for (size_t i = 0; i < letter_kind_count; i++) {
        assert_int_equal(utf8_count(letter_kinds[i].mark), 1);
        assert_true(!(letter_kinds[i].needs & letter_kinds[i].may));
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(letter_kinds[i].mark, letter_kinds[k].mark);
        for (size_t e = 0; e < LETTER_ENDS_MAX && letter_kinds[i].ends[e]; e++)
            assert_non_null(letter_kind_named(letter_kinds[i].ends[e]));
    }
    for (int slot = 0; slot < LETTER_SLOTS; slot++)
        assert_non_null(letter_slots[slot].name);
}

/* ---- proof ---- */

static void verifying_finds_what_was_changed(void **state) {
    static const char *const tampers[] = {
        "UPDATE letter SET number = '瓜沥凭〔2026〕9号' WHERE ordinal = 1",
        "UPDATE letter SET issued_ms = issued_ms + 1 WHERE ordinal = 1",
        "UPDATE letter SET account_id = 5 WHERE ordinal = 1",
        "UPDATE letter SET wording = 2 WHERE ordinal = 1",
        "UPDATE letter SET ended_by = 1 WHERE ordinal = 1",
        "DELETE FROM letter WHERE ordinal = 2",
        "DELETE FROM letter",
    };
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);

    issue_one(scene, &matter, "receipt");
    issue_one(scene, &matter, "receipt");
    assert_null(matter_move(&scene->hall->work, &matter,
                            &(struct matter_change){ .verb = "finish", .note = "" }));
    assert_true(broken(scene) == 0);
    hall_end(scene->hall, 1);
    for (size_t i = 0; i < sizeof tampers / sizeof *tampers; i++) {
        hall_begin(scene->hall);
        db_script(&scene->hall->work, tampers[i]);
        assert_true(broken(scene) == matter.id);
        hall_end(scene->hall, 0);
    }
    hall_begin(scene->hall);
    close_scene(scene);
}

static void what_stands_in_a_letter_is_proven_before_it_is_shown(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);
    struct work *const work = &scene->hall->work;
    const struct letter one = issue_one(scene, &matter, "receipt");
    struct letter other = issue_one(scene, &matter, "receipt");
    struct letter_values values;

    letter_read(work, &one, &values);
    assert_null(work->fault);
    assert_string_equal(values.of[SLOT_ASKER], asker_name);
    assert_string_equal(values.of[SLOT_ID_NUMBER], "330109********0016");
    assert_string_equal(values.of[SLOT_RECEIVED_DAY], "2026年11月23日");
    other.slots = one.slots; /* sealed for another row */
    letter_read(work, &other, &values);
    assert_non_null(work->fault);
    work->fault = NULL;
    other = one;
    other.digest[0] ^= 1;
    letter_read(work, &other, &values);
    assert_non_null(work->fault);
    work->fault = NULL;
    close_scene(scene);
}

static void who_has_number_and_code_may_know_that_it_is_ours(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);
    struct work *const work = &scene->hall->work;
    const struct letter letter = issue_one(scene, &matter, "receipt");
    const char *const digest = letter_say_digest(work->arena, &letter);
    const char *const code = arena_format(work->arena, "%.4s %.4s %.4s-%.4s", digest,
                                          digest + 4, digest + 8, digest + 12);
    struct letter_proof proof;

    assert_null(letter_prove(work, letter.number, digest, &proof));
    assert_null(letter_prove(work, "瓜沥凭[2026]1", code, &proof));
    assert_null(letter_prove(work, " 瓜沥凭（２０２６） 1 号", code, &proof));
    assert_string_equal(proof.number, letter.number);
    assert_string_equal(proof.digest, digest);
    assert_string_equal(proof.ended_by, "");
    assert_ptr_equal(letter_prove(work, "瓜沥凭〔2026〕2号", digest, &proof),
                     &letter_not_ours);
    assert_ptr_equal(letter_prove(work, letter.number,
                                  arena_copy_bytes(work->arena, digest, 15), &proof),
                     &letter_not_ours);
    assert_ptr_equal(letter_prove(work, letter.number, "", &proof), &letter_not_ours);
    assert_ptr_equal(letter_prove(work, letter.number,
                                  arena_format(work->arena, "%s0", digest), &proof),
                     &letter_not_ours);
    assert_ptr_equal(letter_prove(work, letter.number, "0000000000000000", &proof),
                     &letter_not_ours);
    close_scene(scene);
}

static void a_letter_ends_what_it_takes_the_effect_of(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);
    struct work *const work = &scene->hall->work;
    const struct letter acceptance = issue_one(scene, &matter, "acceptance");
    const struct letter receipt = issue_one(scene, &matter, "receipt");
    const struct letter end = issue_one(scene, &matter, "acceptance_revoked");
    const struct letter *letters;
    struct letter_proof proof;

    assert_int_equal(letters_of(work, &matter, &letters), 3);
    assert_true(letters[0].ended_by == end.id);
    assert_true(letters[1].ended_by == 0);
    assert_null(letter_prove(work, acceptance.number,
                             letter_say_digest(work->arena, &acceptance), &proof));
    assert_string_equal(proof.ended_by, end.number);
    assert_true(proof.ended_ms == work->now_ms);
    assert_null(letter_prove(work, receipt.number,
                             letter_say_digest(work->arena, &receipt), &proof));
    assert_string_equal(proof.ended_by, "");
    assert_true(broken(scene) == 0);
    close_scene(scene);
}

/* Only what was issued by hand, and once; the rest of the matter's letters hold. */
static void what_was_issued_by_hand_is_voided_by_a_letter(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);
    struct work *const work = &scene->hall->work;
    const struct letter wrong = issue_one(scene, &matter, "receipt");
    const struct letter right = issue_one(scene, &matter, "receipt");
    const struct letter acceptance = issue_one(scene, &matter, "acceptance");
    const struct letter_field fields[][2] = {
        { { "ended", wrong.number }, { "reason", "份数写错了。" } },
        { { "ended", acceptance.number }, { "reason", "份数写错了。" } },
        { { "ended", "瓜沥凭〔2026〕9号" }, { "reason", "份数写错了。" } },
    };
    struct letter voiding, found;
    struct letter_proof proof;

    for (size_t i = 1; i < 3; i++)
        assert_ptr_equal(letter_issue(work, &matter, "voiding", fields[i], 2, &voiding),
                         &letter_not_voidable);
    assert_null(letter_issue(work, &matter, "voiding", fields[0], 2, &voiding));
    assert_ptr_equal(letter_issue(work, &matter, "voiding", fields[0], 2, &voiding),
                     &letter_not_voidable);
    assert_null(
        letter_prove(work, wrong.number, letter_say_digest(work->arena, &wrong), &proof));
    assert_string_equal(proof.ended_by, "瓜沥废〔2026〕1号");
    assert_null(letter_find(work, right.id, &found));
    assert_int_equal(found.ended_by, 0);
    assert_null(letter_find(work, acceptance.id, &found));
    assert_int_equal(found.ended_by, 0);
    assert_int_equal(broken(scene), 0);
    close_scene(scene);
}

static void what_is_revoked_is_named_by_itself(void **state) {
    static const struct letter_field why[] = { { "reason", "承诺不实" },
                                               { "basis", "《行政许可法》第六十九条" } };
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);
    struct work *const work = &scene->hall->work;
    struct letter_values values;
    struct letter letter;

    assert_ptr_equal(letter_issue(work, &matter, "revocation", why, 2, &letter),
                     &letter_slots[SLOT_ENDED].lacking);
    issue_one(scene, &matter, "grant");
    assert_null(letter_issue(work, &matter, "revocation", why, 2, &letter));
    letter_read(work, &letter, &values);
    assert_string_equal(values.of[SLOT_ENDED], "准予决定书 瓜沥准〔2026〕1号");
    close_scene(scene);
}

static void a_clock_of_the_matter_sets_the_day(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);
    struct work *const work = &scene->hall->work;
    struct matter_change change = { .verb = "tell", .note = "" };
    struct letter_values values;
    struct letter letter;

    change.span[FLOW_CLOCK_SUPPLY] = (struct calendar_span){ 10, CALENDAR_WORKING_DAYS };
    assert_null(matter_move(work, &matter, &change));
    assert_null(letter_issue(work, &matter, "supplement",
                             &(struct letter_field){ "defects", "照片" }, 1, &letter));
    letter_read(work, &letter, &values);
    assert_string_equal(values.of[SLOT_UNTIL], "2026年12月7日");
    letter = issue_one(scene, &matter, "received");
    letter_read(work, &letter, &values);
    assert_string_equal(values.of[SLOT_DUE_DAY], "2026年11月30日");
    close_scene(scene);
}

/* Who has a digest cannot try names against it. */
static void the_digest_is_salted(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);
    struct work *const work = &scene->hall->work;
    const struct letter letter = issue_one(scene, &matter, "receipt");
    struct letter_content one = { 0 };
    struct letter_content other = { 0 };

    letter_fill_common(work, &matter, letter.kind, &other);
    assert_true(letter_read_content(
        work->arena, sealed_read(work, "letter.slots", letter.id, letter.slots), &one));
    assert_int_equal(strlen(one.salt), 32);
    assert_string_not_equal(one.salt, other.salt);
    close_scene(scene);
}

/* ---- pages ---- */

static const char *text_of(struct scene *scene, struct db_bytes page) {
    struct text out = { .arena = arena_of(scene) };
    char path[128], command[256], piece[1024];
    size_t size;

    snprintf(path, sizeof path, "%s/page.pdf", scene->folder);

    FILE *const file = fopen(path, "wb");

    assert_non_null(file);
    assert_int_equal(fwrite(page.data, 1, page.size, file), page.size);
    fclose(file);
    snprintf(command, sizeof command, "pdftotext -layout %s - 2>/dev/null", path);

    FILE *const pipe = popen(command, "r");

    assert_non_null(pipe);
    while ((size = fread(piece, 1, sizeof piece, pipe)) > 0)
        text_add_bytes(&out, piece, size);
    if (pclose(pipe) != 0)
        skip();
    return text_string(&out);
}

/* Lines of a page are broken anywhere: only the characters count. */
static const char *without_blanks(struct arena *arena, const char *text) {
    struct text out = { .arena = arena };

    for (; *text; text++)
        if (!strchr(" \n\f\r", *text))
            text_add_byte(&out, *text);
    return text_string(&out);
}

static void must_say(struct scene *scene, const char *page, const char *words,
                     const char *what) {
    if (!strstr(page, without_blanks(arena_of(scene), words)))
        fail_msg("%s is not printed: %s\n%s", what, words, page);
}

static const enum letter_slot_name always[] = {
    SLOT_NUMBER,    SLOT_CASE,  SLOT_ITEM,          SLOT_ITEM_CODE,       SLOT_ASKER,
    SLOT_ID_LABEL,  SLOT_ORGAN, SLOT_WINDOW,        SLOT_CLERK,           SLOT_DAY,
    SLOT_ID_NUMBER, SLOT_AGENT, SLOT_CONSULT_PHONE, SLOT_COMPLAINT_PHONE,
};

/* Each line of a list by itself: numbers stand between them. */
static void must_say_lines(struct scene *scene, const char *page, const char *words,
                           const char *what) {
    while (*words) {
        const size_t size = strcspn(words, "\n");

        must_say(scene, page, arena_copy_bytes(arena_of(scene), words, size), what);
        words += size + (words[size] == '\n');
    }
}

static void check_page(struct scene *scene, const struct letter *letter) {
    struct work *const work = &scene->hall->work;
    const struct db_bytes page = letter_page(work, letter);
    const uint64_t must = letter_kind_must(letter->kind) | letter->kind->may;
    const char *const text = without_blanks(work->arena, text_of(scene, page));
    struct letter_values values;

    letter_read(work, letter, &values);
    must_say(scene, text, letter->kind->title, "the title");
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (values.of[always[i]][0])
            must_say(scene, text, values.of[always[i]], letter_slots[always[i]].name);
    for (int slot = 0; slot < LETTER_SLOTS; slot++)
        if (must & ((uint64_t)1 << slot))
            must_say_lines(scene, text, values.of[slot], letter_slots[slot].name);
    must_say(scene, text, letter_say_digest(work->arena, letter), "the digest");
    assert_null(strstr(text, "330109190001010016"));
    assert_null(strchr(text, '{'));
}

/* One that was issued before, by its number. */
static void name_voided(struct scene *scene, struct matter *matter,
                        struct letter_field *fields, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(fields[i].name, letter_slots[SLOT_ENDED].name) == 0)
            fields[i].value = issue_one(scene, matter, "receipt").number;
}

static void every_kind_prints_all_that_the_law_wants(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);

    for (size_t i = 0; i < letter_kind_count; i++) {
        struct letter_field fields[LETTER_SLOTS];
        const size_t count =
            fields_for(letter_kinds[i].needs | letter_kinds[i].may, fields);
        struct letter letter;

        if (letter_kinds[i].voids)
            name_voided(scene, &matter, fields, count);
        assert_null(letter_issue(&scene->hall->work, &matter, letter_kinds[i].name,
                                 fields, count, &letter));
        check_page(scene, &letter);
    }
    close_scene(scene);
}

static void a_page_is_the_same_for_ever_and_sealed(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);
    struct work *const work = &scene->hall->work;
    const struct letter letter = issue_one(scene, &matter, "receipt");
    const struct db_bytes made = letter_page(work, &letter);

    assert_int_equal(stored_files(scene), 0);
    letter_print_job(work, text_of_int(work->arena, letter.id));
    assert_int_equal(stored_files(scene), 1);
    letter_keep_page(work, &letter);

    const struct db_bytes kept = letter_page(work, &letter);

    assert_int_equal(kept.size, made.size);
    assert_memory_equal(kept.data, made.data, kept.size);
    work->now_ms += 3 * day_ms;
    assert_int_equal(paper_sweep(work), 0);
    assert_int_equal(letter_page(work, &letter).size, made.size);
    close_scene(scene);
}

static void a_page_under_another_letter_is_not_given(void **state) {
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);
    struct work *const work = &scene->hall->work;
    const struct letter one = issue_one(scene, &matter, "receipt");
    const struct letter other = issue_one(scene, &matter, "receipt");

    letter_keep_page(work, &one);
    db_script(work, arena_format(work->arena, "UPDATE letter_print SET letter_id = %lld",
                                 (long long)other.id));
    letter_page(work, &other);
    assert_non_null(work->fault);
    work->fault = NULL;
    close_scene(scene);
}

static void a_town_writes_its_own_wording_and_old_letters_keep_theirs(void **state) {
    static const char changed[] = "> {asker}：\n您的材料已经退回。\n| 理由 | {reason}\n";
    struct matter matter;
    struct scene *const scene = open_letters(state, &matter);
    struct work *const work = &scene->hall->work;
    const struct letter_kind *const kind = letter_kind_named("returned");
    const struct letter old = issue_one(scene, &matter, "returned");
    struct letter_wording_fault fault;

    assert_true(old.wording == 1);
    assert_ptr_equal(letter_wording_add(work, kind, 1, "没有理由", &fault),
                     &letter_wording_bad);
    assert_string_equal(fault.what, "{reason}");
    assert_ptr_equal(
        letter_wording_add(work, kind, 1, letter_wording_text(work, kind, 1), &fault),
        &letter_wording_same);
    assert_null(letter_wording_add(work, kind, 1, changed, &fault));
    assert_ptr_equal(letter_wording_add(work, kind, 1, changed, &fault),
                     &letter_wording_changed);

    const struct letter new = issue_one(scene, &matter, "returned");

    assert_true(new.wording == LETTER_TOWN_WORDING);
    assert_non_null(strstr(text_of(scene, letter_page(work, &new)), "您的材料已经退回"));
    assert_null(strstr(text_of(scene, letter_page(work, &old)), "您的材料已经退回"));
    db_script(work, "UPDATE letter_wording SET text = '{asker}：\n{reason}'");
    letter_page(work, &new);
    assert_non_null(work->fault);
    work->fault = NULL;
    close_scene(scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        BOTH(numbers_count_by_kind_and_year),
        BOTH(a_letter_that_is_taken_back_leaves_no_gap),
        BOTH(a_town_has_its_own_prefix_and_a_department_its_organ),
        BOTH(every_kind_is_refused_without_each_thing_that_it_needs),
        BOTH(blanks_are_nothing_and_a_bound_is_a_bound),
        BOTH(every_kind_has_its_own_mark),
        BOTH(verifying_finds_what_was_changed),
        BOTH(what_stands_in_a_letter_is_proven_before_it_is_shown),
        BOTH(who_has_number_and_code_may_know_that_it_is_ours),
        BOTH(a_letter_ends_what_it_takes_the_effect_of),
        BOTH(what_was_issued_by_hand_is_voided_by_a_letter),
        BOTH(what_is_revoked_is_named_by_itself),
        BOTH(a_clock_of_the_matter_sets_the_day),
        BOTH(the_digest_is_salted),
        BOTH(every_kind_prints_all_that_the_law_wants),
        BOTH(a_page_is_the_same_for_ever_and_sealed),
        BOTH(a_page_under_another_letter_is_not_given),
        BOTH(a_town_writes_its_own_wording_and_old_letters_keep_theirs),
    };

    return RUN_ON_BOTH(tests);
}
