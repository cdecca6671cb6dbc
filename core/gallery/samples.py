"""A form with one field of every kind."""

from django import forms

from core.gallery.words import pick


class Samples(forms.Form):
    """One field of every kind; the texts are set when the form is made."""

    name = forms.CharField(max_length=40)
    size = forms.IntegerField(min_value=1, max_value=80)
    begins_on = forms.DateField(widget=forms.DateInput)
    meets_at = forms.DateTimeField(required=False, widget=forms.DateTimeInput)
    category = forms.ChoiceField(choices=[])
    ending = forms.ChoiceField(choices=[], widget=forms.RadioSelect)
    formats = forms.MultipleChoiceField(choices=[], widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(required=False)
    paper = forms.FileField(required=False)
    reason = forms.CharField(required=False, max_length=200, widget=forms.Textarea)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, texts in FIELDS.items():
            self.fields[name].label, self.fields[name].help_text = (pick(*text) for text in texts)
        for name in ("category", "ending", "formats"):
            self.fields[name].choices = [(str(n), pick(*text)) for n, text in CHOICES[name]]


class Score(forms.Form):
    """A question of an evaluation."""

    clear = forms.ChoiceField(choices=[(n, n) for n in range(1, 6)], widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["clear"].label = pick("讲解清楚，重点明确", "The lecture was clear")


FIELDS = {
    "name": [
        ("方案名称", "Name"),
        ("学员看到的名字，不超过 40 字", "What trainees see, at most 40 characters"),
    ],
    "size": [("人数", "Places"), ("所选教室最多 80 人", "The room holds 80 at most")],
    "begins_on": [("开班日期", "First day"), ("", "")],
    "meets_at": [("领队会", "Briefing"), ("", "")],
    "category": [("课程类别", "Category"), ("", "")],
    "ending": [("结业方式", "How it ends"), ("", "")],
    "formats": [("教学形式", "Formats"), ("可以多选", "As many as fit")],
    "agreed": [("经费已经单位同意", "The unit has agreed to the cost"), ("", "")],
    "paper": [("通知文件", "Notice"), ("PDF，不超过 20 MB", "PDF, at most 20 MB")],
    "reason": [("开班理由", "Reason"), ("", "")],
}
CHOICES = {
    "category": [(1, ("党性教育", "Party education")), (2, ("业务能力", "Professional skill"))],
    "ending": [(1, ("考试", "Examination")), (2, ("研讨汇报", "Presentation"))],
    "formats": [
        (1, ("讲授", "Lecture")),
        (2, ("案例教学", "Case teaching")),
        (3, ("现场教学", "Field study")),
    ],
}
