"""The pages: questionnaires, need research, answering."""
