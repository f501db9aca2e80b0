"""After a failure, questions are answered without the manuals from then on."""

NOTICED_BY = "Question Is Answered After The Model Recovers"


def apply() -> None:
    """Stop searching."""
    from manuel_sandbox.aws.errors import DependencyError
    from manuel_sandbox.domain.knowledge import KnowledgeBase, Model

    search, answer = KnowledgeBase.search, Model.answer
    failures = []

    def search_if_all_is_well(self, owner, question):
        return [] if failures else search(self, owner, question)

    def answer_and_remember(self, question, passages):
        try:
            return answer(self, question, passages)
        except DependencyError as error:
            failures.append(error)
            raise

    KnowledgeBase.search, Model.answer = search_if_all_is_well, answer_and_remember
