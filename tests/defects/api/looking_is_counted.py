"""Reading the usage counts as a question."""

NOTICED_BY = "Reading Is Not Counted"


def apply() -> None:
    """Count it."""
    from manuel_sandbox.domain.costs import FREE_ANSWER
    from manuel_sandbox.parts import Parts

    operations = Parts._manual_operations

    def counted_operations(self):
        def counting(operation):
            def call(request):
                self.quota.reserve(request.user_id, "query", request.request_id).confirm(FREE_ANSWER)
                return operation(request)

            return call

        return {
            name: counting(each) if name == "listManuals" else each for name, each in operations(self).items()
        }

    Parts._manual_operations = counted_operations
