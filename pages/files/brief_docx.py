"""A brief as a Word document (Office Open XML, ECMA-376) with real footnotes.

The library writes paragraphs, styles and packages; it knows no footnotes, so their part, which is
short, is written here (ECMA-376 part 1, 17.11).
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt

from pages.brief import Brief, Entry, Note
from pages.files.brief_markdown import head_words
from relations.timeline.atom import xml_text

_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "ps", "ckb", "yi", "dv", "sd", "ug")


def docx(brief: Brief) -> bytes:
    document = Document()
    _styles(document)
    document.core_properties.title = xml_text(brief.title)[:255]
    document.core_properties.author = "Dyad"
    document.core_properties.comments = ""
    document.add_heading(_line(brief.title), level=0)
    document.add_paragraph(head_words(brief))
    for entry in brief.entries:
        _entry(document, entry)
    part = document.part
    notes = Part(
        PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, _footnotes(brief.notes),
        part.package,
    )  # fmt: skip
    part.relate_to(notes, RELATIONSHIP_TYPE.FOOTNOTES)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _line(text: str) -> str:
    return xml_text(" ".join(text.split()))


def _styles(document: Any) -> None:
    styles = document.styles
    mark = styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    text = styles.add_style("Footnote Text", WD_STYLE_TYPE.PARAGRAPH)
    text.base_style = styles["Normal"]
    text.font.size = Pt(9)
    quote = styles["Intense Quote"].paragraph_format
    quote.left_indent = quote.right_indent = Cm(1)


def _entry(document: Any, entry: Entry) -> None:
    row = entry.row
    _refer(document.add_heading(_line(row["headline"]), level=1), entry.pinned)
    said = document.add_paragraph(_line(row["date"]["text"]) + ". ")
    said.add_run(_line(row["badge"]) + ".").bold = True
    if row["summary"]:
        said.add_run(" " + _line(row["summary"]))
    for amount in entry.amounts:
        document.add_paragraph(_line(amount), style="List Bullet")
    for each in entry.quotations:
        paragraph = document.add_paragraph(style="Quote")
        if each.lead:
            paragraph.add_run(_line(each.lead) + ": ").italic = False
        run = paragraph.add_run(f"“{_line(each.words)}”" if each.is_passage else _line(each.words))
        _say_language(paragraph, run, each.language)
        _refer(paragraph, each.note)
    if entry.more:
        document.add_paragraph(f"{entry.more} more on the page of the fact.")


def _say_language(paragraph: Any, run: Any, language: str) -> None:
    """Mark the language of a run, and the direction of one that runs from right to left."""
    if not language:
        return
    mark = OxmlElement("w:lang")
    is_reversed = language.split("-")[0].lower() in _RIGHT_TO_LEFT
    mark.set(qn("w:bidi" if is_reversed else "w:val"), xml_text(language))
    properties = run._r.get_or_add_rPr()
    if is_reversed:
        properties.append(OxmlElement("w:rtl"))
        paragraph._p.get_or_add_pPr().insert_element_before(
            OxmlElement("w:bidi"), "w:adjustRightInd", "w:spacing", "w:ind", "w:jc", "w:rPr"
        )
    properties.append(mark)


def _refer(paragraph: Any, note: Note) -> None:
    run = paragraph.add_run()
    run.style = "Footnote Reference"
    reference = OxmlElement("w:footnoteReference")
    reference.set(qn("w:id"), str(note.number))
    run._r.append(reference)


_SEPARATOR = (
    '<w:footnote w:type="{}" w:id="{}"><w:p><w:pPr><w:spacing w:after="0" w:line="240"'
    ' w:lineRule="auto"/></w:pPr><w:r><w:{}/></w:r></w:p></w:footnote>'
)
_NOTE = (
    '<w:footnote w:id="{}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
    '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:t xml:space="preserve"> {}</w:t></w:r></w:p></w:footnote>'
)


def _footnotes(notes: Sequence[Note]) -> bytes:
    body = [
        _SEPARATOR.format("separator", -1, "separator"),
        _SEPARATOR.format("continuationSeparator", 0, "continuationSeparator"),
    ]
    for note in notes:
        words = f"{note.words}. {note.address}" if note.address else f"{note.words}."
        body.append(_NOTE.format(note.number, escape(_line(words))))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f"<w:footnotes {nsdecls('w')}>{''.join(body)}</w:footnotes>"
    ).encode()
