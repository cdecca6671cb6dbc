"""Spreadsheets from and for people: read safely, cleaned, written as text, offered as templates.

`read` opens a file in a limited child process, `layout` finds the table in a sheet, `clean`
turns cells into values, `write` and `template` make workbooks.
"""
