"""Tables of somebody's own: any CSV or XLSX whose columns a mapping explains.

`columns` says what a column can be, `mapping` what the columns of one table are, `reading` takes
rows from files, `rows` makes facts of them, `returning` takes back what was downloaded, `sheets`
writes the template and downloads.
"""
