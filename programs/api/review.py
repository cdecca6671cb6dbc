"""Deciding as JSON: decision, comments, signatures, handing over."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.access import Denied
from programs.forms.review import DECISIONS
from programs.models import Comment, Signature
from programs.operations import review as operations
from programs.operations import signing as handing
from programs.queries import review as queries
from programs.queries import signing
from programs.rules import review as rules

HAND = ("hand_over", "before", "after")


class ProgramDecisionSerializer(serializers.Serializer):
    """The move, and the version that was read: another one is answered 409."""

    move = serializers.ChoiceField(DECISIONS)
    version = serializers.IntegerField(min_value=1)
    step = serializers.IntegerField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=1000, allow_blank=True, default="")


class CommentSerializer(serializers.ModelSerializer):
    """What was said about a line or a field; an own note is not `sent` before the decision."""

    member = serializers.CharField(source="member.user.display_name", read_only=True)
    text = serializers.CharField(max_length=1000, allow_blank=True)
    line = serializers.IntegerField(allow_null=True, default=None)
    field = serializers.CharField(max_length=40, allow_blank=True, default="")

    class Meta:
        model = Comment
        fields = (
            *("id", "version", "member", "line", "field", "text", "must_fix", "sent", "at"),
            *("answer", "answered_at"),
        )
        read_only_fields = ("version", "sent", "at", "answer", "answered_at")


class CommentAnswerSerializer(serializers.Serializer):
    """What was done about a comment."""

    text = serializers.CharField(max_length=1000)


class SignatureSerializer(serializers.ModelSerializer):
    """A signature of the latest version; `state` is done, back, wrong, now or next."""

    organisation = serializers.CharField(source="organisation.code")
    user = serializers.CharField(source="user.display_name", default=None)
    given_by = serializers.CharField(source="member.user.display_name", default=None)
    state = serializers.SerializerMethodField()
    mine = serializers.SerializerMethodField()

    class Meta:
        model = Signature
        fields = (
            *("id", "name", "name_en", "organisation", "user", "state", "mine", "due_on"),
            *("verdict", "given_by", "at", "note"),
        )

    def get_state(self, signature) -> str:
        return self.context["signers"][signature.pk].state

    def get_mine(self, signature) -> bool:
        return self.context["signers"][signature.pk].mine


class HandSerializer(serializers.Serializer):
    """To whom, and whether he decides in one's place or signs too, before or after."""

    member = serializers.IntegerField()
    how = serializers.ChoiceField(HAND, default="hand_over")
    reason = serializers.CharField(max_length=200, allow_blank=True, default="")
    step = serializers.IntegerField(required=False, allow_null=True, default=None)


class ReviewActions:
    """What the API of programmes adds for those who decide."""

    def _asked(self, rule):
        """The programme, if the rule says yes. Raises `Denied`."""
        program = self.get_object()
        if not (answer := rule(self.request.actor, program)):
            raise Denied(answer.reason)
        return program

    @extend_schema(request=ProgramDecisionSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request, pk=None):
        """Decide about one version; whoever comes second is told who was first (409)."""
        program = self.get_object()
        sent = dict(self.checked(ProgramDecisionSerializer).validated_data)
        move, step = sent.pop("move"), sent.pop("step")
        how = {"step": step} if move in operations.SIGNED else {}
        decided = operations.DECIDE[move](actor=request.actor, program=program, **sent, **how)
        return Response(self.get_serializer(decided).data)

    @extend_schema(request=CommentSerializer, responses=CommentSerializer(many=True))
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def comments(self, request, pk=None):
        """What was said; POST notes something, sent with the decision (empty: taken back)."""
        program = self._asked(rules.may_see_review)
        if request.method == "POST":
            sent = self.checked(CommentSerializer).validated_data
            note = operations.comment(actor=request.actor, program=program, **sent)
            if note is None:
                return Response(status=204)
            return Response(CommentSerializer(note).data, status=201)
        said = queries.comments(request.actor, program)
        return Response(CommentSerializer(said, many=True).data)

    @extend_schema(request=CommentAnswerSerializer, responses=CommentSerializer)
    @action(detail=True, methods=["post"], url_path=r"comments/(?P<comment>\d+)/answer")
    def answer(self, request, pk=None, comment=None):
        """Say, as the owner, what was done about a comment."""
        found = get_object_or_404(self.get_object().comments.filter(sent=True), pk=comment)
        text = self.checked(CommentAnswerSerializer).validated_data["text"]
        made = operations.answer(actor=request.actor, comment=found, text=text)
        return Response(CommentSerializer(made).data)

    @extend_schema(responses=SignatureSerializer(many=True))
    @action(detail=True, pagination_class=None)
    def signatures(self, request, pk=None):
        """Who signs the latest version, in order."""
        found = signing.signers(request.actor, self._asked(rules.may_see_review))
        context = {"signers": {one.signature.pk: one for one in found}}
        rows = [one.signature for one in found]
        return Response(SignatureSerializer(rows, many=True, context=context).data)

    @extend_schema(request=HandSerializer)
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request, pk=None):
        """Let another person decide, or sign too."""
        program = self._asked(rules.may_hand_over)
        sent = dict(self.checked(HandSerializer).validated_data)
        how, pk = sent.pop("how"), sent.pop("member")
        person = get_object_or_404(signing.choosable(request.actor, program), pk=pk)
        if how == "hand_over":
            handing.hand_over(actor=request.actor, program=program, to=person, **sent)
        else:
            before = {"member": person, "before": how == "before"}
            handing.add_signer(actor=request.actor, program=program, **before, **sent)
        return Response(self.get_serializer(program).data)
