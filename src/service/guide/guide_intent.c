#include "guide_intent.h"

#include <stddef.h>
#include <string.h>

struct intent {
    const char *said;
    const char *part;
};

/* The first row that stands in a question counts: the more telling words come first. */
static const struct intent intents[] = {
    { "多少钱", "fee" },       { "收费", "fee" },          { "收钱", "fee" },
    { "花钱吗", "fee" },       { "要钱吗", "fee" },        { "要不要钱", "fee" },
    { "免费吗", "fee" },       { "费用多少", "fee" },      { "费用是", "fee" },
    { "交钱吗", "fee" },       { "付钱", "fee" },          { "缴费吗", "fee" },
    { "手续费", "fee" },       { "什么费用", "fee" },      { "多少费用", "fee" },
    { "哪些费用", "fee" },     { "贵不贵", "fee" },        { "带啥", "papers" },
    { "带什么", "papers" },    { "带哪些", "papers" },     { "拿啥", "papers" },
    { "拿什么", "papers" },    { "准备什么", "papers" },   { "准备哪些", "papers" },
    { "什么材料", "papers" },  { "哪些材料", "papers" },   { "啥材料", "papers" },
    { "什么证件", "papers" },  { "哪些证件", "papers" },   { "什么资料", "papers" },
    { "哪些资料", "papers" },  { "什么东西", "papers" },   { "什么手续", "papers" },
    { "哪些手续", "papers" },  { "材料清单", "papers" },   { "申请材料", "papers" },
    { "在哪", "place" },       { "哪里", "place" },        { "哪儿", "place" },
    { "去哪", "place" },       { "到哪", "place" },        { "什么地方", "place" },
    { "哪个地点", "place" },   { "具体位置", "place" },    { "办理地点", "place" },
    { "地址", "place" },       { "几号窗口", "place" },    { "哪个窗口", "place" },
    { "电话", "place" },       { "热线", "place" },        { "怎么联系", "place" },
    { "联系方式", "place" },   { "咨询方式", "place" },    { "几点", "place" },
    { "上班", "place" },       { "下班", "place" },        { "办公时间", "place" },
    { "节假日", "place" },     { "周末", "place" },        { "周六", "place" },
    { "中午", "place" },       { "晚上", "place" },        { "几天", "time" },
    { "多久", "time" },        { "多长", "time" },         { "多少天", "time" },
    { "几个工作日", "time" },  { "什么时候能好", "time" }, { "什么时候办好", "time" },
    { "当天能", "time" },      { "办结", "time" },         { "时限", "time" },
    { "期限", "time" },        { "天数", "time" },         { "什么条件", "who" },
    { "哪些条件", "who" },     { "受理条件", "who" },      { "申请条件", "who" },
    { "符合条件", "who" },     { "前提", "who" },          { "什么要求", "who" },
    { "谁能办", "who" },       { "谁可以", "who" },        { "哪些人", "who" },
    { "够不够格", "who" },     { "流程", "steps" },        { "步骤", "steps" },
    { "怎么个办法", "steps" }, { "什么程序", "steps" },    { "依据", "basis" },
    { "什么规定", "basis" },   { "哪条法", "basis" },
};

const char *guide_intent_part(const char *question) {
    for (size_t i = 0; i < sizeof intents / sizeof *intents; i++)
        if (strstr(question, intents[i].said))
            return intents[i].part;
    return "";
}
