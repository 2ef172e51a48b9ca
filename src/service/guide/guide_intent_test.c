/* Which part of an item's page people ask for, in their own words. */
#include "guide_intent.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void a_question_leads_to_the_part_that_it_asks_for(void **state) {
    static const struct {
        const char *question;
        const char *part;
    } questions[] = {
        { "老年证要带啥", "papers" },     { "办低保需要准备哪些东西呀", "papers" },
        { "生育登记在哪儿办", "place" },  { "社保窗口几点下班", "place" },
        { "残疾证几天能办下来", "time" }, { "宅基地审批要多久", "time" },
        { "补办身份证多少钱", "fee" },    { "高龄补贴什么条件", "who" },
        { "开餐馆的流程", "steps" },      { "老年优待证", "" },
        { "老人坐公交不要钱的卡", "" },   { "哪里可以办居住证", "place" },
        { "我想给孩子上户口", "" },       { "", "" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++)
        assert_string_equal(guide_intent_part(questions[i].question), questions[i].part);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_leads_to_the_part_that_it_asks_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
