"""A demo of the portal: an invented energy group with three years of history.

Everything is made by operations, as people would do it: the demo is itself an end-to-end test.
"""

PASSWORD = "Demo-2026-portal"

# sign-in name: (organisation code, role, name, name in Latin letters)
PEOPLE = {
    "department": ("DL", "manager", "沈知远", "Shen Zhiyuan"),
    "approver": ("DL", "approver", "陆文清", "Lu Wenqing"),
    "viewer": ("DL", "viewer", "贺云舒", "He Yunshu"),
    "dl-steward": ("DL", "steward", "邵清和", "Shao Qinghe"),
    "east": ("DL-E", "manager", "蒋承平", "Jiang Chengping"),
    "east-approver": ("DL-E", "approver", "叶培德", "Ye Peide"),
    "west": ("DL-W", "manager", "杜若谷", "Du Ruogu"),
    "west-approver": ("DL-W", "approver", "范明章", "Fan Mingzhang"),
    "unit": ("DL-E01", "manager", "韩雨桐", "Han Yutong"),
    "steward": ("DL-E01", "steward", "单晓燕", "Shan Xiaoyan"),
    "institute": ("DL-MI", "manager", "秦思齐", "Qin Siqi"),
    "enterprise": ("DL-C01", "manager", "曾伯言", "Zeng Boyan"),
}
SIGN_INS = {
    "department": "培训主管部门 · 管理员   department: plans, demand",
    "approver": "培训主管部门 · 审批人   department: approves programmes",
    "unit": "参训单位 · 管理员       unit: composes programmes, names trainees",
    "steward": "参训单位 · 数据专员     unit: data steward (also /admin/)",
    "institute": "承办机构 · 管理员       institute: courses, bases, attendance, results",
    "teacher": "师资                    teacher",
    "trainee": "学员                    trainee (best on a phone)",
    "enterprise": "企业 · 管理员           enterprise",
}
