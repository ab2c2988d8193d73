"""What VuFind prints around its values: labels in six languages, page furniture, kinds of work."""

from __future__ import annotations

import re
from types import MappingProxyType

from kg.documents import _page
from kg.model import Kind
from kg.text import fold

_NAMES = _page.labels({
    "journal": "Published in|Veröffentlicht in|Erschienen in|Publicado en|Publié dans|Publicado no|Publicado em"
    "|Pubblicato in|ispartof|is part of|Container title full",
    "author": "Main Author|Main Authors|Author|Authors|1. Verfasser|1. VerfasserIn|1. Verfasser/in|Hauptverfasser"
    "|HauptverfasserInnen|Hauptverfasser/innen|Verfasser|Verfasser/in|VerfasserIn|VerfasserInnen|Autoren|Autor/in"
    "|Autor principal|Autores principales|Autor|Autores|Autor Principal|Auteur principal|Auteurs principaux|Auteur"
    "|Auteurs|Principais autores|Autore principale|Autori principali|Autore|Autori|Principal author|Main Author(s)"
    "|author_facet",
    "other": "Other Authors|Weitere Verfasser|Weitere VerfasserInnen|Weitere Verfasser/innen|Beteiligte Personen"
    "|Otros Autores|Autres auteurs|Outros Autores|Altri autori|Contributors|Weitere Beteiligte"
    "|Otros autores o colaboradores",
    "corporate": "Corporate Author|Corporate Authors|Körperschaft|Körperschaften|Autor Corporativo|Autores Corporativos"
    "|Collectivité auteur|Collectivités auteurs|Ente Autore|Enti autori|Autor corporativo",
    "editor": "Editor|Editors|Herausgeber|HerausgeberIn|Herausgeber/in|Éditeur scientifique|Editores",
    "creator": "creator|contributor|author2",
    "format": "Format|Formato|Medienart|Material Type|Document Type|Publikationsart|Dokumenttyp|type|Tipo de documento",
    "language": "Language|Languages|Sprache|Sprachen|Lenguaje|Idioma|Idiomas|Langue|Langues|Lingua|Língua|Lingue",
    "published": "Published|Veröffentlicht|Erschienen|Publicado|Publié|Pubblicazione|Pubblicato|Publication",
    "publisher": "Publisher|Verlag|Editorial|Éditeur|Editora|Editore",
    "date": "Date|Publication Date|Date of publication|Erscheinungsdatum|Erscheinungsjahr|Fecha de publicación|Fecha"
    "|Date de publication|Publication Year|Year of Publication|creationdate|publishdate|publishDate"
    "|Data di pubblicazione"
    "|Published online|Online veröffentlicht|Data de publicação",
    "volume": "container_volume", "issue": "container_issue",
    "start": "container_start_page", "end": "container_end_page",
    "subjects": "Subjects|Subject|Schlagworte|Schlagwörter|Schlagwort|Materias|Materia|Temas|Sujets|Sujet|Assuntos"
    "|Soggetti|Topics|Topic|Keywords|Palabras clave|Matières|Descritores|Stichworte|Keyword",
    "summary": "Summary|Zusammenfassung|Sumario|Resumen|Résumé|Resumo|Sommario|Riassunto|Abstract|Inhalt",
    "description": "description|Descripción|Beschreibung|Descrição|Descrizione",
    "issn": "ISSN|eISSN|E-ISSN|ISSN (print)|ISSN (online)|ISSNs",
    "identifier": "identifier",
    "isbn": "ISBN|ISBNs|eISBN",
    "doi": "DOI|doi_str_mv|DOI Name|doi_str|Digital Object Identifier",
    "pmid": "PMID|PubMed ID|pmid_str_mv",
    "rights": "Rights|Copyright|License|Licence|Lizenz|Nutzungsrechte|Rechte|Licencia|Derechos|Droits|Licença|Access"
    "|Zugang|Acceso|Restrictions|Rechteinformationen",
    "title": "Title|Titel|Título|Titre|Titolo",
    "url": "Permalink|Persistent Link|Permanent link|Permalink dieses Datensatzes|Enlace permanente|Lien permanent",
    "host": "Book Title|Buchtitel|Container",
    "none": "Tags|Etiquetas|Schlagwörter der Benutzer|Citations|Zitate|Zitationen|Online Access|Online Zugang"
    "|Online-Zugang|Acceso en línea|Accès en ligne|Acesso em linha|Acesso em linha|Accesso online|Access URL|Volltext"
    "|Bibliography|Bibliographie|Bibliografía|Item Description|Physical Description|Beschreibung physisch"
    "|Descripción Física|Description matérielle|Notes|Notas|Note|Anmerkungen|Series|Schriftenreihe|Call Number|Signatur"
    "|Database|Datenbank|Source|sourceid|recordid|record_id|fullrecord|fulltext|orcidid|cited_by"
    "|cites|addtitle"
    "|is_peer_reviewed|peer_reviewed|genre|linktohtml|linktopdf|linktorsrc|oa|startdate|enddate|toplevel|tpages"
    "|pqid|lds50"
    "|title_alt|title_full|title_fullStr|title_full_unstemmed|title_short|title_sort|title_auth|sourcerecordid|pages"
    "|sourceformat|sourcesystem|sortkey|id|spelling|collection|container_title|backlink|notes|rsrctype|creatorcontrib"
    "|jtitle|atitle|abstract_s|Similar Items|Ähnliche Einträge|Physische Beschreibung|Physical format|Edition|Ausgabe"
    "|Related Items|Cited by|Library|Standort|Location|Saved in|Gespeichert in|Guardado en|Enregistré dans"
    "|Na minha lista"
    "|Salvato in|Quelle|Fuente|Alternative Title|Andere Titel|Otros títulos|Item ID|record_format|Peer reviewed"
    "|Scopus ID"
    "|url|hierarchy_top_id|last_indexed|institution|building|remote",
})  # fmt: skip
FURNITURE = re.compile(
    r"(?:Loading|Wird geladen|Cargando|Chargement|Carregando|A carregar|Caricamento|Lädt)\s*(?:…|\.{2,3})?\Z"
    r"|(?:Skip to content|Zum Inhalt springen|Saltar al contenido|Aller au contenu|Ir para o conteúdo|Erweiterte Suche"
    r"|Advanced|Advanced Search|Login|Log In|Log Out|Your Account|Book Bag.*|Cite this|Text this"
    r"|Email this|Print|Export Record|Export to .*|Save to List|Add to favorites|Permanent link|Cover"
    r"|Cover Image|No Cover"
    r"|Zitieren|SMS versenden|Als E-Mail versenden|Drucken|Datensatz exportieren|Zu den Favoriten|Citar|Imprimir"
    r"|Enviar por SMS|Enviar este por Correo electrónico|Exportar Registro|Guardar en Lista|Citer|Imprimer"
    r"|Language|Sprache"
    r"|Select Language|All Fields|Help|Hilfe|Feedback|Similar Items.*|Ähnliche Einträge"
    r"|Ejemplares similares|Documents similaires|Staff View|Internformat|Details|Detalles|Détails|Description"
    r"|Beschreibung"
    r"|Descripción|Holdings|Exemplare|Existencias|Comments|Kommentare|Comentarios|Table of Contents|Reviews|Preview"
    r"|Full description|Ausführliche Beschreibung|Descripción completa|Description complète|Descrição completa"
    r"|Descrizione completa|Show more|Show less|Bibliographic Details|Bibliographische Detailangaben"
    r"|Detalles Bibliográficos|Détails bibliographiques|Detalhes bibliográficos|Dettagli Bibliografici"
    r"|(?:Saved in|Gespeichert in|Guardado en|Enregistré dans|Salvato in|Na minha lista):.*|Add Tag|Tag hinzufügen"
    r"|No Tags,.*|Keine Tags,.*|Sin Etiquetas,.*|Pas de tags.*|Sem tags,.*|Nessun Tag,.*|Be the first to.*"
    r"|Schreiben Sie den ersten.*|You must be logged in.*|Items that (?:this one cites|cite this one)|Record \d+ of \d+"
    r"|Search alternatives:.*|Get full text|Volltext|Add to Book Bag|Go to .* Record|QR Code|Tag this record)\s*\Z",
    re.I,
)
LAYOUT = _page.Layout(
    names=_NAMES,
    prose=frozenset({"summary", "description"}),
    lists=frozenset({"author", "other", "corporate", "creator", "subjects", "issn", "isbn", "identifier"}),
    brief=frozenset({"format", "language", "published", "publisher", "date", "doi", "pmid", "volume", "issue"}),
    ends=FURNITURE,
)  # fmt: skip
# Lines above the title.
ABOVE_TITLE = re.compile(
    r"(?:Home|Search|Suche|Buscar|Rechercher|Find|Finden|Language|Sprache|Select Language|English|Deutsch"
    r"|Español|Français"
    r"|Italiano|Português|Book|Article|Artikel|Artículo|Journal Article|Bookmark|Back to .*|Zurück .*|Volver .*"
    r"|Library .*"
    r"|VuFind.*|[|»›/>-]+)\s*\Z",
    re.I,
)
# The end of the teaser below the title.
BELOW_TEASER = re.compile(
    r"(?:Full description|Ausführliche Beschreibung|Descripción completa|Description complète|Descrição completa"
    r"|Descrizione completa|Saved in|Gespeichert in|Guardado en|Enregistré dans|Na minha lista|Salvato in"
    r"|Bibliographic Details|Bibliographische Detailangaben|Detalles Bibliográficos|Détails bibliographiques"
    r"|Detalhes bibliográficos|Dettagli Bibliografici)\b",
    re.I,
)
# Two of these make a page one of VuFind's.
TELLS = re.compile(
    r"^\W{0,4}(Published in|Veröffentlicht in|Publicado en|Publié dans|Publicado no|Publicado em|Pubblicato in"
    r"|Main Authors?"
    r"|Other Authors|Hauptverfasser|1\. Verfasser(?:in)?|Weitere Verfasser(?:innen)?|Autor(?:es)? principal(?:es)?"
    r"|Otros Autores|Auteurs? principa(?:l|ux)|Autor(?:e|i) principal[ei]|Bibliographic Details"
    r"|Bibliographische Detailangaben|Detalles Bibliográficos|Détails bibliographiques|Saved in|Gespeichert in"
    r"|Guardado en"
    r"|Online Access|Online[ -]Zugang|Acceso en línea|Accès en ligne|No Tags, Be the first|Keine Tags, Fügen"
    r"|Sin Etiquetas, Sea el primero)\b",
    re.I | re.M,
)
# Keys of the staff's view, a line each; the rest of the line, or the lines below, are the value.
KEYS = re.compile(
    r"(addtitle|atitle|author2|author_facet|backlink|cited_by|cites|collection|container_\w+|contributor|creationdate"
    r"|creator|creatorcontrib|date|description|doi|doi_\w+|edition|eissn|enddate|format|fullrecord|fulltext|genre"
    r"|id|identifier|is_peer_reviewed|isbn|ispartof|issn|jtitle|language|linktohtml|linktopdf|linktorsrc|notes"
    r"|oa|orcidid"
    r"|pages|peer_reviewed|pqid|publishdate|publishDate|publisher|recordid|record_format|rights|rsrctype|sortkey|source"
    r"|sourceformat|sourceid|sourcerecordid|sourcesystem|startdate|subject|subjects|title|title_\w+|topic"
    r"|toplevel|tpages"
    r"|type|url)(?:\s*[:|\t]\s*|\s+|\Z)(.*)\Z"
)
_KINDS: dict[Kind, str] = {
    "article": "Article|Journal Article|Artikel|Aufsatz|Zeitschriftenartikel|Zeitschriftenaufsatz|Artículo"
    "|Article de revue"
    "|E-Article|Electronic Article|Online Article|Newspaper Article|Artigo|Articolo|Magazine Article"
    "|Artículo de revista"
    "|Journal|Text Article|Magazinearticle|articles",
    "review": "Review|Reviews|Review Article|Übersichtsarbeit|Übersichtsartikel|Revisión|Artículo de revisión",
    "thesis": "Dissertation|Dissertations|Thesis|Theses|Hochschulschrift|Doctoral Thesis|Masters Thesis|Master's Thesis"
    "|Tesis|Tesis doctoral|Thèse|Tese|Tesi|Abschlussarbeit|PhD Thesis|Diplomarbeit",
    "chapter": "Book Chapter|Chapter|Buchkapitel|Kapitel|Capítulo de libro|Capítulo|Chapitre|Chapitre de livre"
    "|Bookchapter"
    "|Reference Entry|Capítulo de livro|Capitolo",
    "book": "Book|eBook|E-Book|Buch|Libro|Livre|Livro|Libro electrónico|Elektronisch|Electronic",
    "conference": "Conference Proceeding|Conference Proceedings|Conference Paper|Tagungsbericht|Konferenzbeitrag"
    "|Actas de congresos|Acta de conferencia|Acte de conférence|Konferenzschrift|Tagungsband|Conference",
    "dataset": "Dataset|Data Set|Research Dataset|Datensatz|Forschungsdaten|Conjunto de datos",
    "report": "Report|Technical Report|Bericht|Informe|Rapport|Government Document",
    "preprint": "Preprint|Working Paper|Pre-print",
}
KINDS = MappingProxyType({fold(word): kind for kind, words in _KINDS.items() for word in words.split("|")})
