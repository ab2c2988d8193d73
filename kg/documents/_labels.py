"""The headings of structured abstracts, in six languages, and the zone of the abstract each opens.

English headings after the label list of the National Library of Medicine (Structured Abstracts, "Labels and
Corresponding NLM Categories"); the other languages as journals of SciELO, Thieme, Elsevier Masson and others print
them.
"""

from __future__ import annotations

import re
from types import MappingProxyType

from kg.model import Zone
from kg.text import fold

_HEADINGS: dict[Zone, str] = {
    "Background": """
        Background|Backgrounds|Introduction|Context|Contexts|Rationale|Importance|Background information|Premise
        What is known|What is already known|What is already known about this subject
        What is already known on this topic
        Current knowledge|Scientific background|Clinical background|Study rationale|The problem
        Problem|Key messages known
        Antecedentes|Introducción|Introduccion|Contexto|Fundamento|Fundamentos|Justificación|Marco teórico
        Hintergrund|Einleitung|Einführung|Kontext|Fragestellung und Hintergrund
        Contexte|Introduction générale|Justification|État des connaissances|Prérequis|Position du problème
        Introdução|Introducao|Contextualização|Enquadramento|Justificativa
        Introduzione|Premessa|Contesto|Razionale""",
    "Objective": """
        Objective|Objectives|Aim|Aims|Purpose|Purposes|Goal|Goals|Hypothesis|Hypotheses|Study objective
        Study objectives|Research question|Research questions|Question|Questions|Aim of the study|Aims of the study
        Aim of study|Purpose of the study|Purpose of study|Purpose of review|Purpose of the review|Scope
        Scope of review|Objective of the study|Objectives of the study|Study aim|Study aims|Primary objective
        Objective(s)|Aim(s)|Study purpose|Study question|Aims and scope|Problem statement
        Objetivo|Objetivos|Objetivo del estudio|Finalidad|Propósito|Hipótesis|Objetivo general
        Ziel|Ziele|Zielsetzung|Fragestellung|Ziel der Studie|Ziel der Arbeit|Zweck|Studienziel
        Objectif|Objectifs|But|Buts|But de l'étude|Objectif de l'étude|Propos|Hypothèse
        Objectivo|Objectivos|Objetivo do estudo|Finalidades|Hipótese
        Obiettivo|Obiettivi|Scopo|Scopi|Scopo dello studio|Finalità""",
    "Methods": """
        Methods|Method|Methodology|Methodologies|Material and methods|Materials and methods|Materials|Material
        Patients and methods|Subjects and methods|Participants and methods|Patients|Subjects|Participants
        Methods and materials|Methods and patients|Patient and methods|Methods and analysis|Methods and design
        Study design|Design|Trial design|Research design|Research design and methods|Study design and methods
        Design and methods|Design and setting|Setting|Settings|Settings and participants|Study population|Population
        Sample|Samples|Intervention|Interventions|Exposure|Exposures|Procedure|Procedures|Measurements|Measures
        Main outcome measure|Main outcome measures|Main outcome measure(s)|Main outcomes|Main outcomes and measures
        Outcome measures|Outcomes|Outcome measure|Primary outcome|Primary outcome measure|Primary outcome measures
        Primary and secondary outcome measures|Primary endpoint|Data sources|Data source
        Sources of data|Source of data
        Study selection|Study selections|Data extraction|Data extraction and synthesis
        Data collection|Eligibility criteria
        Eligibility criteria for selecting studies|Search strategy|Selection criteria|Search methods
        Data collection and analysis|Review methods|Statistical analysis|Statistical analyses|Statistics|Analysis
        Evidence acquisition|Evidence review|Areas covered|Areas covered in this review|Literature search|Approach
        Experimental design|Experimental approach|Experimental procedures|Study type|Trial registration
        Trial registration number|Clinical trial registration|Clinical trial registration number|Registration
        Trial registration numbers|Clinical trials registration|Clinical trial number
        Clinical trial|Systematic review registration
        Prospero registration number|Trial registrations|Ethics and dissemination|Funding
        Funding source|Sources of funding
        Fund|Funded by|Level of evidence|Evidence level|Study limitations and design|Type of study|Animals
        Data sources and study selection|Methods/design|Interventions and outcomes|Outcome|Location
        Years|Inclusion criteria
        Método|Métodos|Metodo|Metodos|Metodología|Metodologia|Material y método|Material y métodos
        Materiales y métodos
        Pacientes y método|Pacientes y métodos|Sujetos y métodos|Pacientes|Diseño
        Diseño del estudio|Ámbito|Participantes
        Intervenciones|Mediciones principales|Emplazamiento|Población|Variables|Registro|Financiación
        Methoden|Methode|Methodik|Material und Methoden|Material und Methode|Patienten und Methoden
        Patienten und Methode
        Patienten|Studiendesign|Design und Methoden|Studienregistrierung|Stichprobe|Methodisches Vorgehen
        Méthode|Méthodes|Méthodologie|Matériel et méthodes|Matériels et méthodes
        Matériel et méthode|Patients et méthodes
        Patients et méthode|Malades et méthodes|Type d'étude|Participants et méthodes|Enregistrement
        Material e métodos|Materiais e métodos|Materiais e método|Pacientes e métodos|Delineamento
        Metodologia do estudo
        Metodi|Materiali e metodi|Pazienti e metodi|Disegno dello studio|Disegno|Materiale e metodi""",
    "Results": """
        Results|Result|Findings|Finding|Main results|Main findings|Principal findings|Key findings|Key results
        Recent findings|Recent advances|Evidence synthesis|Data synthesis|Observations|Observation
        Outcomes and results
        Case|Cases|Case report|Case reports|Case presentation|Case presentations|Case description|Case summary
        Case history|Case study|Case series|Patient presentation|Clinical case|Clinical presentation|Patient case
        Patient concerns|Diagnoses|Diagnosis|Areas of agreement|Areas of controversy
        Areas of uncertainty|Safety|Efficacy
        Main outcomes and results|Case 1|Case 2|What this study adds|What does this study add|New findings
        Results of the study|Experimental results|Study findings|Primary results|Overview
        Adverse events|Major findings
        Resultado|Resultados|Resultados principales|Hallazgos|Caso clínico|Casos clínicos|Caso|Presentación del caso
        Descripción del caso|Observación clínica|Reporte de caso
        Ergebnisse|Ergebnis|Resultate|Befunde|Fallbericht|Fallbeschreibung|Fallberichte|Kasuistik|Fall|Falldarstellung
        Résultats|Résultat|Observations cliniques|Cas clinique|Cas cliniques|Observation clinique|Présentation du cas
        Resultados principais|Relato de caso|Relato do caso|Descrição do caso|Caso clínico relatado
        Risultati|Risultato|Caso clinico|Casi clinici|Descrizione del caso""",
    "Conclusion": """
        Conclusion|Conclusions|Conclusion(s)|Concluding remarks|Concluding statement|Discussion
        Discussions|Interpretation
        Interpretations|Significance|Summary|In summary|Implications|Clinical implications|Implications for practice
        Practice implications|Implications for research|Clinical relevance|Clinical significance|Relevance
        Relevance to clinical practice|Clinical rehabilitation impact|Limitations|Limitation|Strengths and limitations
        Recommendation|Recommendations|Perspectives|Future directions|Future perspectives|Outlook|Lessons|Lesson
        Main conclusions|Author's conclusions|Authors' conclusions|Reviewers' conclusions|Reviewer's conclusions
        Key points|Key point|Key messages|Key message|Take home message|Take-home message
        Take home points|Comment|Comments
        Expert opinion|Expert commentary|Expert commentary and five-year view|Growing points|General significance
        Areas timely for developing research|Impact|Clinical impact|Final remarks
        Comment and conclusion|Conclusive remarks
        Conclusions and implications|Conclusion and implications|Conclusions and relevance|Conclusion and relevance
        Key words messages|Significance statement|Translational relevance|Novelty|Consequences|Impact statement
        Conclusión|Conclusiones|Conclusion general|Discusión|Discusión y conclusiones|Interpretación|Recomendaciones
        Comentario|Comentarios|Consideraciones finales|Limitaciones|Implicaciones
        Schlussfolgerung|Schlussfolgerungen|Schlußfolgerung|Schlußfolgerungen|Fazit|Diskussion
        Zusammenfassung und Ausblick
        Folgerung|Folgerungen|Ausblick|Konklusion|Interpretation der Ergebnisse|Bewertung|Schluss
        Conclusions générales|Discussion et conclusion|Interprétation|Commentaires|Recommandations|En conclusion
        Conclusão|Conclusões|Discussão|Considerações finais|Interpretação|Recomendações|Limitações
        Conclusione|Conclusioni|Discussione|Interpretazione|Commento|Limiti""",
    "Unlabelled": """
        Abstract|Resumen|Zusammenfassung|Résumé|Resumo|Riassunto|Sommario|Sumario""",
}  # fmt: skip


def _phrases() -> dict[str, Zone]:
    lines = ((zone, line) for zone, text in _HEADINGS.items() for line in text.splitlines())
    return {phrase.strip().lower(): zone for zone, line in lines for phrase in line.split("|") if phrase.strip()}


PHRASES = MappingProxyType(_phrases())
# Words that open many sentences: headings with punctuation or in capitals only.
COMMON = frozenset(
    "safety efficacy patients subjects participants population sample samples outcome outcomes "
    "material materials problem "
    "question questions statistics analysis location years animals diagnosis overview impact "
    "novelty scope registration "
    "funding fund procedure procedures measures measurements fall case cases variables pacientes caso intervention "
    "interventions exposure exposures setting settings summary significance observation "
    "observations goal but buts zweck "
    "result finding perspectives relevance lesson lessons comment comments importance scope schluss bewertung fälle "
    "limiti limitation limitations patienten population registro consequences approach location scopi".split()
)
_FOLDED = MappingProxyType({fold(phrase): zone for phrase, zone in PHRASES.items()})
_JOINTS = re.compile(r"\s*(?:[/,;&+]|\s(?:and|und|y|e|et|ed|with|mit)\s)\s*", re.I)
_OPENING = re.compile(r"\A(?:Abstract|Summary|Resumen|Zusammenfassung|Résumé)\W+(?=\w)", re.I)  # "Abstract Background"
_HINTS: tuple[tuple[str, Zone], ...] = (
    ("conclu", "Conclusion"), ("interpret", "Conclusion"), ("implication", "Conclusion"),
    ("limitation", "Conclusion"),
    ("relevance", "Conclusion"), ("schlussfolger", "Conclusion"), ("result", "Results"), ("finding", "Results"),
    ("ergebnis", "Results"), ("outcome", "Methods"), ("method", "Methods"), ("méthod", "Methods"),
    ("métod", "Methods"),
    ("design", "Methods"), ("registr", "Methods"), ("fund", "Methods"), ("participant", "Methods"),
    ("patients", "Methods"), ("aim", "Objective"), ("objecti", "Objective"), ("purpose", "Objective"),
    ("background", "Background"), ("introduc", "Background"),
)  # fmt: skip


def zone_of(label: str) -> Zone:
    """The zone a heading opens, whatever its case and punctuation; of a joint heading that of its last known part.

    >>> zone_of("OBJECTIVE:"), zone_of("Methods/Results -"), zone_of("Trial status")
    ('Objective', 'Results', 'Unlabelled')
    """
    label = _OPENING.sub("", label)
    if zone := _FOLDED.get(fold(label)):
        return zone
    parts = [zone for part in _JOINTS.split(label) if (zone := _FOLDED.get(fold(part)))]
    if parts:
        return parts[-1]
    lowered = label.lower()
    return next((zone for hint, zone in _HINTS if hint in lowered), "Unlabelled")
