"""Test data, one module an app. Demo data is made by operations, never from here."""
