"""What EPrints prints around its values: labels in five languages, page and file furniture, kinds of work."""

from __future__ import annotations

import re

from kg.documents import _page
from kg.model import Kind
from kg.text import fold

_NAMES = _page.labels({
    "type": "Type|Item Type|Record type"
    "|Eprint Type|Dokumentart|Dokumententyp|Dokumenttyp|Typ des Eintrags|Art des Eintrags"
    "|Eintragstyp|Typ|Publikationstyp|Tipo|Tipo de documento|Tipo de Documento|Tipo de ítem"
    "|Tipo de elemento|Tipo de trabajo"
    "|Type de document|Tipologia del documento|Tipo di documento|Document Type|Publication type"
    "|Tipo de recurso|Objekttyp"
    "|Dokumentenart|Medientyp|Item type (CRediT)",
    "title": "Title|Titel|Título|Titre|Titolo|Dokumententitel",
    "authors": "Authors|Author|Creators|Creator|Authors/Creators|Autoren|Autor|Autor/in|Autor/Autorin|Verfasser"
    "|AutorInnen|Autores|Autores/as|Autor(es)|Creadores|Auteurs|Auteur|Autori|Autore|Author(s)|Creators/Authors"
    "|Urheber|Autor(en)|Autorinnen/Autoren",
    "editors": "Editors|Editor|Herausgeber|Hrsg.|Herausgeber/in|Editores|Éditeurs|Editor(s)",
    "corporate": "Corporate Creators|Corporate Authors|Corporate Author|Körperschaft|Körperschaften|Autor corporativo"
    "|Autores corporativos|Corporate Creator",
    "abstract": "Abstract|Zusammenfassung|Kurzfassung|Resumen|Résumé|Resumo|Riassunto|Abstrakt|Summary",
    "journal": "Journal or Publication Title|Journal|Publication|Publication Title|Zeitschrift|Titel der Zeitschrift"
    "|Zeitschriftentitel|Name der Zeitschrift|Revista|Título de revista|Título de la revista"
    "|Título de Revista o Publicación"
    "|Título de la Revista|Titre de la revue|Revue|Journal title|Rivista"
    "|Titel einer Zeitschrift oder einer Zeitschriftenreihe"
    "|Journal Title|Título de la publicación|Journal Name",
    "volume": "Volume|Band|Volumen|Jahrgang|Bandnummer",
    "issue": "Number|Issue|Nummer|Heft|Número|Numéro|Heftnummer|Nummer der Zeitschrift|Nummer des Bandes",
    "pages": "Page Range|Pages|Seiten|Seitenbereich|Rango de páginas|Páginas|Intervalle de pages"
    "|Seitenzahl|Rango de Páginas",
    "article": "Article Number|Artikelnummer|Número de artículo|Numéro d'article|Article no.|Artikel-Nr.",
    "date": "Date|Datum|Fecha|Publication date|Publication Date|Erscheinungsdatum|Veröffentlicht am|Erscheinungsjahr"
    "|Fecha de publicación|Date of publication|Veröffentlichungsdatum|Date de publication|Jahr|Year|Año|Published"
    "|Published date|Publicado|Issue date|Date Published|Datum der Veröffentlichung",
    "online": "Published online|Published (online)|First published online|Online veröffentlicht am|E-pub date|Epub"
    "|ePublication date|Online publication date|e-pub ahead of print date|Publicado en línea|First online date"
    "|Date published online|e-pub",
    "dates": "Dates|Daten|Fechas",
    "publisher": "Publisher|Verlag|Editorial|Éditeur|Editora|Herausgebende Stelle|Publishers",
    "institution": "Institution|Thesis awarding institution|Awarding institution|Hochschule|Universität|Universidad"
    "|Awarding Institution|Institución|Universidad que otorga el título",
    "host": "Book Title|Title of Book|Buchtitel|Título del libro|Titre du livre|Titel des Buches|Series Name",
    "event": "Event|Event Title|Konferenz|Veranstaltung|Evento|Conference|Name of Conference"
    "|Veranstaltungstitel|Event Name"
    "|Titel der Konferenz|Título del evento|Presented at|Nombre del evento",
    "language": "Language|Languages|Sprache|Sprache des Eintrags|Idioma|Langue|Lingua|Lenguaje|Item language",
    "keywords": "Keywords|Uncontrolled Keywords|Freie Schlagworte|Freie Schlagwörter|Schlagwörter"
    "|Schlagworte|Stichwörter"
    "|Stichworte|Palabras clave|Palabras Clave|Palabras clave no controladas|Palabras claves|Mots-clés|Mots clés"
    "|Parole chiave|Unkontrollierte Schlagwörter|Freie Stichwörter|Keyword|Author keywords"
    "|Palavras-chave|Mots-clés libres"
    "|Uncontrolled Discrete Keywords|Descriptores|Key words",
    "doi": "DOI|Digital Object Identifier|Identification Number|Digital Object Identifier (DOI)|Identifikationsnummer"
    "|Número de identificación|DOI Name|Identification number|Digital object identifier",
    "version": "Publisher version|Publisher's version|Publisher Version|Published version"
    "|Verlagsversion|Versión del editor"
    "|Version éditeur|Versión de la editorial|Publisher URL|Publisher DOI|Editorial version",
    "official": "Official URL|Offizielle URL|URL oficial|URL officielle|Related URLs|Verwandte URLs|Related URL"
    "|Link zum Originaldokument|URL Oficial",
    "issn": "ISSN|ISSN (Online)|ISSN (Print)|eISSN|E-ISSN|ISSN/ISBN|Electronic ISSN|ISSNs",
    "isbn": "ISBN|ISBN-13|ISBN13|ISBN 13|ISBN-10|ISBNs",
    "pmid": "PubMed ID|PMID|PubMed-ID|Pubmed ID",
    "uri": "URI|Permalink|Identifikator|Dauerhafte Adresse|ID-URI|Persistent URL|Enlace permanente|URI zum Dokument",
    "rights": "Rights|Copyright|Licence|License|Lizenz|Copyright Information|Copyright Holders"
    "|Copyright holders|Derechos"
    "|Copyright, Publisher and Additional Information|Licencia|Nutzungsbedingungen|Rechte"
    "|Creative Commons|Reuse conditions"
    "|Droits|Licencias|Derechos de autor|Rights holders",
    "additional": "Additional information|Additional Information|Zusätzliche Informationen|Información adicional"
    "|Información Adicional|Informations complémentaires|Bemerkungen|Weitere Informationen|Notes|Note|Anmerkungen|Notas"
    "|Zusätzliche Angaben|Notas adicionales",
    "qualification": "Qualification|Thesis Type|Qualifikation|Thesis Name|Art der Hochschulschrift|Titulación"
    "|Qualification Name|Qualification Level|Tipo de tesis|Thesis degree name|Abschluss|Grado",
    "funding": "Funders|Funder|Förderer|Financiadores|Funding|Förderung|Entidad financiadora|Mittelgeber",
    "classic": "Depositing User|Date Deposited|Last Modified|Hinterlegt von|Hinterlegungsdatum|Letzte Änderung"
    "|Hinterlegender Benutzer|Eingestellt am|Hinterlegt am|Datum der Einstellung|Depositado por|Usuario depositante"
    "|Depositado el|Fecha de depósito|Última modificación|Fecha del depósito|Ultima modificación"
    "|Modificado|Einstellender"
    "|Importdatum|Déposé par|Date de dépôt|Dernière modification|Usuario que deposita|Depositado|Einsteller",
    "none": "Open access status|UCL classification|Subjects|Divisions|Location|Status|Refereed|Themengebiete|Themen"
    "|Sachgruppen|Materias|Categorías temáticas|Fachgebiete|Fachbereiche|Einrichtungen|Institute|Divisiones|Facultad"
    "|Departamento|Schools and Departments|Faculty|Projects|Item control page|Contributors|Contributor|Beiträger"
    "|Supervisors|Supervisor|Betreuer|Tutor|Director|Directores|Thesis advisor|Open Access-Status|Estado"
    "|Estado de acceso abierto|Related objects|Institutions|Academic Units"
    "|Subjects and Classification|Depositor|Item ID|College/School|First Published"
    "|Publisher Policy|Glasgow Author(s) Enlighten ID|Organisations|Accepted/In Press date|Local EPrints ID"
    "|PURE UUID|Communities & Collections|Dewey Decimal Classification|OA Status|Scopus Subject Areas"
    "|Deposited On|Free access at"
    "|Departments|Sets|SWORD Depositor|RAE classification|ID Code|Eprint ID|ID|References"
    "|Referenced|Subject|Number of Pages"
    "|Place of Publication|Event Type|Event Dates|Event Location|Open Access|Zugriff|Peer-Review"
    "|Begutachtet|Freigabestatus"
    "|Sachgebiete|Ort|Lugar|Clasificación|Collections|Identifier|Status der Veröffentlichung|Sponsors|Source|Quelle"
    "|Veranstaltungsort|Datum der mündlichen Prüfung|Academic unit|Research Group|Schools|Version|Altmetric|Citation",
})  # fmt: skip
# The end of the record: what follows belongs to no field.
_ENDS = re.compile(
    r"(?:Archive Staff Only|View Item|!\[.*|\[?img\]?|Downloads since deposit|\d[\d,.\s]*Downloads?|Download activity.*"
    r"|Downloads? (?:per|by) .*|Loading.*|Actions \(login required\).*|Repository Staff Only.*"
    r"|Altmetric.*|View Record.*"
    r"|Available Versions of this Item|Statistics|Statistiken|Estadísticas|Aktionen.*|Acciones.*|Nur für Archiv.*"
    r"|Bearbeiten|Sólo personal.*|Solo personal.*|Personal del repositorio.*|Item control page"
    r"|Ver ítem|Eintrag anzeigen"
    r"|Metadata|Metadaten|Metadatos|Share|Export|Exportieren|Exportar|Share / Export|Edit Item|More statistics.*"
    r"|Descargas.*|Monthly Views.*|University Staff:.*|Staff Only|Back to top|Powered by.*|Repository powered by.*"
    r"|.{0,60}is powered by EPrints.*|Control Pages?.*|Report (?:a )?.{0,20}problem.*|Contact us.*|Impressum.*"
    r"|More information|Identifiers|Catalogue record|Contributors)\s*\Z",
    re.I,
)
# Files, their versions, embargoes and thumbnails; stands between the citation and the abstract.
FILES = re.compile(
    r"(?:\[?img\]?\s+)?(?:Preview|Vorschau|Vista previa|Previsualización|Text|PDF|Other|Image|Archive|Spreadsheet"
    r"|Slideshow|Video|Audio|Bild|Sonstiges|Archiv|Texto|Imagen|Otro|Archivo|Dokument|Documento"
    r"|HTML|Microsoft \w+)(?:\s*\([^()]{0,120}\))?\s*[|:-]?\s*\Z"
    r"|\[?(?:img|thumbnail of .{0,200}|error in script.*)\]?\s*\|?\Z|!\[.*"
    r"|.{0,300}?\.(?:pdf|docx?|txt|html?|zip|pptx?|xlsx?|rtf|jpe?g|png|mp4|odt|tex)\b.{0,200}\Z"
    r"|(?:Download|Herunterladen|Descargar|Télécharger)\s*(?:\(.{0,40}\))?\s*(?:\|.{0,40})?\Z"
    r"|Full text (?:not available|is not available).*|Full text: .{0,120}|Volltext nicht.*|Texto completo no.*"
    r"|(?:Access )?restricted to .*|Restricted.*|Beschränkt auf.*|Restringido a.*"
    r"|Zugriff .*beschränkt.*|Embargo.*|Under embargo.*"
    r"|Available under License.*|Verfügbar unter.*|Disponible bajo.*|Licen[sc]e: .*|Lizenz: .*|Licencia: .*"
    r"|.{0,80}(?:Accepted Version|Published Version|Submitted Version|Supplemental Material"
    r"|Draft Version|Updated Version"
    r"|Accepted version|Published version|Veröffentlichte Version|Versión publicada|Versión aceptada|VoR|AAM).{0,40}\Z"
    r"|Request a copy.*|Kopie anfordern.*|Solicitar (?:una )?copia.*|Green open access|Gold open access|Plum Print.*"
    r"|Official (?:URL|website).*"
    r"|Offizielle URL.*|URL oficial.*|Abstract and full text.*|There is a more recent version.*"
    r"|This is the latest version of this item.*|Available from .{0,60}|\d+(?:\.\d+)?\s?[kMG]B\Z|\(\d+\s?[kM]B\)\Z"
    r"|Item availability restricted.*|Requested? .{0,20}copy.*|Cited by.*|Item not available.*"
    r"|.{0,40}not available from this repository.*|This record has no associated files.*",
    re.I,
)
# Banners and menus above the record.
BANNER = re.compile(
    r"(?:UCL Discovery|UCL home.*|.{0,80}»\s.*|Library Services.*|Electronic resources|Home|About"
    r"|Browse.*|Login.*|Search.*"
    r"|Advanced Search|Simple Search|Deposit|Open Access.{0,40}|Help|Create Account.*"
    r"|.{0,60}(?:Repository|ePrints|EPrints"
    r"|Publikationsserver|Dokumentenserver|Repositorio|Eprints)(?:\s.{0,60})?|Skip to.*"
    r"|Welcome to .*|[|»›>·-]+|Anmelden.*"
    r"|Startseite.*|Inicio.*|Blättern.*|Navegar.*|Iniciar sesión.*|Toggle navigation|Menu|Menü|Enter your search terms"
    r"|Sign in.*|White Rose .{0,60}|Staff login.*|Cerca.*|Item Details?)\s*\Z",
    re.I,
)
ABSTRACT = re.compile(
    r"\W{0,3}(?:Abstract|Zusammenfassung|Kurzfassung|Resumen|Résumé|Resumo|Riassunto|Summary|Abstrakt)"
    r"(?:\s*\((?:English|Englisch|Deutsch|German|Spanish|Inglés|Español)\))?\s*[:.]?\s*\Z",
    re.I,
)
# Two of these make a page one of EPrints'.
TELLS = re.compile(
    r"^\W{0,4}(Item Type|Type: \||Open access status|UCL classification|Publisher version|Archive Staff Only|View Item"
    r"|URI|Depositing User|Date Deposited|Uncontrolled Keywords|Official URL|UCL Discovery|Green open access"
    r"|Downloads since deposit|Thesis \(Doctoral\)|Type: (?:Article|Thesis|Book|Proceedings|Conference|Review|Report)"
    r"|Dokumentart|Dokumententyp|Freie Schlagwörter|Freie Schlagworte|Hinterlegt von|Hinterlegungsdatum|Offizielle URL"
    r"|Typ des Eintrags|Art des Eintrags|Eingestellt am|Tipo de documento|Palabras clave"
    r"|Usuario depositante|URL oficial"
    r"|Depositado (?:por|el)|Fecha de depósito|Versión del editor|Verlagsversion|Qualification|Repository Staff Only"
    r"|Actions \(login required\)|Authors/Creators|Identification Number|Additional [Ii]nformation"
    r"|Usuario que deposita|Themengebiete|Categorías temáticas|Depositado)\b|\b(Green open access)\b"
    r"|^(Preview \|)|^(\((?:19|20)\d\d\)$)|(Download \(\d+\s?[kM]B\))"
    r"|content=\"(EPrints \d|https?://[^\"]{0,200}/id/eprint/)|(/id/eprint/)\d",
    re.I | re.M,
)
LAYOUT = _page.Layout(
    names=_NAMES,
    prose=frozenset({"abstract", "additional"}),
    lists=frozenset({"authors", "editors", "corporate", "keywords", "none", "dates"}),
    brief=frozenset({"type", "date", "online", "language", "publisher", "journal", "issn", "isbn", "volume", "issue"}),
    ends=_ENDS,
)
# Fields of <meta>, by their names in Highwire, EPrints and Dublin Core tags.
META = {
    "title": ("eprints.title", "citation_title", "dc.title"),
    "creators": ("eprints.creators_name", "citation_author", "dc.creator"),
    "editors": ("eprints.editors_name",),
    "type": ("eprints.type",),
    "journal": ("eprints.publication", "citation_journal_title"),
    "volume": ("eprints.volume", "citation_volume"),
    "issue": ("eprints.number", "citation_issue"),
    "pages": ("eprints.pagerange",),
    "date": ("eprints.date", "citation_publication_date", "citation_date", "dc.date"),
    "doi": ("eprints.doi", "citation_doi", "eprints.id_number"),
    "issn": ("eprints.issn", "citation_issn"),
    "isbn": ("eprints.isbn", "citation_isbn"),
    "language": ("eprints.language", "citation_language", "dc.language"),
    "keywords": ("eprints.keywords", "citation_keywords"),
    "publisher": ("eprints.publisher", "citation_publisher"),
    "host": ("eprints.book_title", "citation_inbook_title"),
    "institution": ("eprints.institution", "citation_dissertation_institution"),
    "abstract": ("eprints.abstract", "citation_abstract"),
}
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("thesis", re.compile(r"thes[ie]s|dissertation|tesis|thèse|hochschulschrift|habilitation|tese\b|trabajo fin", re.I)),  # noqa: E501
    ("chapter", re.compile(r"chapter|book section|book_section|kapitel|buchabschnitt|capítulo|sección de libro|chapitre", re.I)),  # noqa: E501
    ("conference", re.compile(r"conference|konferenz|proceedings|congreso|conferencia|poster|workshop|presentation|tagung|ponencia|conférence", re.I)),  # noqa: E501
    ("review", re.compile(r"\breview\b|übersicht|revisión", re.I)),
    ("article", re.compile(r"article|artikel|artículo|articulo|articolo|aufsatz|journal", re.I)),
    ("dataset", re.compile(r"data ?set|datensatz|conjunto de datos|research data", re.I)),
    ("report", re.compile(r"report|monograph|bericht|informe|discussion paper|technical", re.I)),
    ("preprint", re.compile(r"pre-?print|working paper", re.I)),
    ("book", re.compile(r"\b(?:e-?)?book\b|buch\b|libro|livre", re.I)),
)  # fmt: skip


def kind(text: str) -> Kind | None:
    """The kind of work an item type names.

    >>> kind("Thesis (Doctoral)"), kind("Conference item (UNSPECIFIED)"), kind("Painting")
    ('thesis', 'conference', None)
    """
    return next((name for name, words in _KINDS if words.search(text)), None)


def ends_prose(line: str) -> bool:
    """Whether a line is none of an abstract's: it tells of files, or belongs to no field."""
    return bool(FILES.match(line[:400]) or LAYOUT.ends.match(line[:400]))


def is_label(text: str) -> str | None:
    """The canonical name of a label, if it is one."""
    return _NAMES.get(fold(text))
