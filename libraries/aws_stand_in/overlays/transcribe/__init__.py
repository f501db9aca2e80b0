"""Amazon Transcribe: transcription jobs, scripted by tests."""
