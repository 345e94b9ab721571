"""Sentences of reports, letters and screens, with and without somebody's name in them. Source: general knowledge of the field."""

from __future__ import annotations

from training.screens import anatomy, words
from training.screens.case import Case
from training.screens.chance import Chance
from training.screens.lines import Line, clinical, filled, identifying

_SOMEBODY = {
    "en": (
        "Requested by {doctor}|Compared with prior of {date}|Comparison: {date}|compared to study of {part}|seen by {doctor}|Reported by {doctor} on {date}|"
        "Dictated by {doctor}|Read by {doctor}|Electronically signed by {doctor} {date} {time}|Discussed with {doctor} at {time}|Results called to {doctor}|"
        "{patient} was seen on {date}|Thank you for referring {patient}|Dear {doctor}|Dear Dr {doctor}|Verified: {doctor}|Approved by {doctor}|Call {phone}|"
        "Exam performed by {operator}|Performed at {place}|Prior exam {date} at {place}|Re: {patient}|Reviewed with {doctor}|cc: {doctor}|Copy to {doctor}|"
        "post op {date}|Transferred from {place}|Surgery {part}|last period {date}|Film of {date}|{patient} DOB {birth}|Signed: {doctor}, {date}|"
        "Exam on {date} shows no change|No change since {part}|{doctor} notified at {time}|IMPLANT {date}|Scanned by {operator} {time}|S/P surgery {part}|"
        "Patient {patient} presented with pain|Old study {id}|See accession {accession}|Preliminary read by {doctor}|Biopsy by {doctor} on {date}|"
        "Referred by {doctor} for follow up|The patient, {patient}, is a {age} old {sexword}|Previous films of {date} and {date2} were reviewed|Sincerely, {doctor}|"
        "Baby of {patient}|Mother: {patient}|Twin B of {patient}|f/u {part}|Addendum {date} by {doctor}|Attending: {doctor}"
    ),
    "de": (
        "Angefordert von {doctor}|Voraufnahme vom {date}|Vergleich mit Voruntersuchung vom {date}|Befundet von {doctor}|Sehr geehrter Herr Kollege {doctor}|"
        "Sehr geehrte Frau {doctor}|wir berichten über {patient}|{patient}, geb. am {birth}|Untersucht durch {operator}|Überwiesen von {doctor}|OP am {date}|"
        "Rücksprache mit {doctor} um {time}|Aufnahme vom {part}|Freigegeben: {doctor} {date}|Letzte Untersuchung {date} in {place}|gez. {doctor}|Kontrolle seit {part}"
    ),
    "fr": (
        "Demandé par {doctor}|Comparé à l'examen du {date}|Examen du {date} interprété par {doctor}|Cher confrère {doctor}|Monsieur {patient}|Madame {patient}, née le {birth}|"
        "Réalisé par {operator}|Adressé par le Dr {doctor}|Opéré le {date}|vu par {doctor}|Antériorité du {part}|Validé par {doctor} le {date}|Dernier contrôle {part}|Suivi au {place}"
    ),
    "es": (
        "Solicitado por {doctor}|Comparado con estudio del {date}|Paciente {patient}|Informado por {doctor}|Estimado Dr. {doctor}|Realizado por {operator}|Cirugía {part}|"
        "Firmado: {doctor} {date}|visto por {doctor}|Estudio previo de {part}|Remitido desde {place}|{patient}, nacido el {birth}"
    ),
    "it": (
        "Richiesto da {doctor}|Confronto con esame del {date}|Paziente {patient}|Refertato da {doctor}|Egregio Dott. {doctor}|Eseguito da {operator}|Operato il {date}|"
        "Firmato {doctor} {date}|visto da {doctor}|Esame precedente {part}|presso {place}|{patient}, nato il {birth}"
    ),
    "pt": "Solicitado por {doctor}|Comparado com exame de {date}|Paciente {patient}|Laudado por {doctor}|Realizado por {operator}|Cirurgia em {part}|Exame anterior {date} em {place}",
    "nl": "Aangevraagd door {doctor}|Vergeleken met onderzoek van {date}|Patiënt {patient}|Beoordeeld door {doctor}|Geachte collega {doctor}|Uitgevoerd door {operator}|OK {part}",
}
_FINDING = {
    "en": (
        "There is {a} {m} in the {p}.|No evidence of {m}.|The {p} is {q}.|{M} of the {p}.|Normal {p}.|The {p} and {p2} are unremarkable.|{q} {m} measuring {v}.|"
        "No {m} or {m2} is seen.|Findings consistent with {m}.|Stable {m} since the prior study.|Clinical correlation is recommended.|Follow-up in {n} months.|"
        "Limited by body habitus.|The heart size is {q}.|Impression: {m}.|History: pain in the {p}.|Indication: rule out {m}.|Technique: {n} images were obtained.|"
        "Mild {m} at the level of L{n}.|Please correlate with {m}.|Status post {m}.|Patient tolerated the procedure well.|{q} signal in the {p}.|Consider {m} versus {m2}."
    ),
    "de": "Kein Nachweis einer {b}.|Unauffällige Darstellung: {p}.|{p} {q2} dargestellt.|Zustand nach {b}.|Verdacht auf {m}.|Beurteilung: {m}.|Regelrechte Stellung.|{b} von {v}.|Keine {b}, kein {m}.|Klinische Angaben: Schmerzen {p}.",
    "fr": "Absence de {m}.|Pas de {b} visible.|{p} d'aspect normal.|Conclusion : {b}.|Indication : douleurs, {p}.|Présence d'une {b} de {v}.|Examen sans particularité.|Bilan d'une {b}.",
    "es": "Sin evidencia de {m}.|{p} de aspecto normal.|Conclusión: {b}.|Se observa {b} de {v}.|Dolor en {p}.|No se aprecian {m}.|Se recomienda control en {n} meses.",
    "it": "Non evidenza di {m}.|{p} nei limiti.|Conclusioni: {b}.|Si osserva {b} di {v}.|Dolore, {p}.|Non si apprezzano {m}.|Controllo tra {n} mesi.",
    "pt": "Sem evidência de {m}.|{p} de aspecto normal.|Conclusão: {b}.|Observa-se {b} de {v}.|Dor, {p}.|Controle em {n} meses.",
    "nl": "Geen aanwijzingen voor {m}.|{p} zonder afwijkingen.|Conclusie: {b}.|Status na {b}.|Pijn, {p}.|Controle over {n} maanden.",
}
_QUALITIES = "normal enlarged small stable mild moderate severe chronic acute focal diffuse bilateral hypoechoic hyperdense unremarkable subtle tiny large".split()
_INTERFACE = {
    "en": (
        "Zoom|Pan|Window|Level|Reset|Invert|Measure|Length|Angle|Ellipse|Save|Print|Close|Open|File|Edit|View|Tools|Help|Layout|Series|Study|Next|Previous|Play|Stop|Cine|"
        "Freeze|Store|Acquire|Review|Report|Worksheet|Page 1/2|Page 1 of 3|Patient|New Patient|End Exam|Archive|Search|Settings|Exit|Cancel|OK|Apply|Image 1 of 1|Loading|"
        "LOSSY|Lossless|NOT FOR DIAGNOSIS|Not for diagnostic use|For research use only|Uncompressed|JPEG 10:1|1:1|100%|Fit to window|Stack|Scroll|Thumbnails|Hide|Show|"
        "Anonymize|Export|Send|Select All|Delete|Undo|Compare|Sync|Link|3D|MPR|VRT|Volume|Rotate|Flip|Crosshair|Annotate|Arrow|Text|Magnify|Full Screen|Press STORE to save|"
        "Freeze Mode|Storing|Ready|Standby|X-ray on|Battery 84%|Disk 38% full|No signal|Store in progress|Select|Menu|Continue|Remove|Default|User preset|Body Mark|Caliper"
    ),
    "de": "Speichern|Drucken|Schließen|Öffnen|Datei|Bearbeiten|Ansicht|Hilfe|Messen|Löschen|Abbrechen|Seite 1/2|Standbild|Auslösen|Patient wählen|Bereit|Einstellungen|Nicht für Befundung|Sendeleistung|Verstärkung|Farbe|Tiefe|Beenden|Weiter|Zurück|Bild speichern|Rauschfilter|Bildrate",
    "fr": "Enregistrer|Imprimer|Fermer|Fichier|Affichage|Aide|Mesure|Annuler|Page 1/2|Gel|Prêt|Réglages|Nouveau patient|Suivant|Précédent|Puissance|Profondeur|Couleur|Fin examen|Zoom|Cadence",
    "es": "Guardar|Imprimir|Cerrar|Archivo|Ver|Ayuda|Medir|Cancelar|Página 1/2|Congelar|Listo|Ajustes|Nuevo paciente|Siguiente|Anterior|Potencia|Profundidad|Ganancia|Fin examen",
    "it": "Salva|Stampa|Chiudi|File|Vista|Aiuto|Misura|Annulla|Pagina 1/2|Congela|Pronto|Impostazioni|Nuovo paziente|Avanti|Indietro|Potenza|Profondità|Guadagno|Fine esame",
    "pt": "Salvar|Imprimir|Fechar|Arquivo|Exibir|Ajuda|Medir|Cancelar|Página 1/2|Congelar|Pronto|Ajustes|Novo paciente|Próximo|Anterior|Ganho|Profundidade",
    "nl": "Opslaan|Afdrukken|Sluiten|Bestand|Beeld|Help|Meten|Annuleren|Pagina 1/2|Bevriezen|Gereed|Instellingen|Nieuwe patiënt|Volgende|Vorige|Versterking|Diepte",
}  # fmt: skip


def with_somebody(case: Case) -> Line:
    """A sentence that holds a name, a date or a number."""
    r = case.r
    spoken = case.language if case.language in _SOMEBODY and not r.odds(0.2) else "en"
    template = r.of(_SOMEBODY[spoken].split("|"))
    line = filled(
        template,
        doctor=case.physician(0, 0.25), operator=case.person(case.operator), patient=case.name(0), date=case.other_date(), date2=case.other_date(),
        part=case.part_of_date(), time=case.time(r.whole(0, 900)), place=case.place(0), phone=case.telephone(), birth=case.birth_form.of(case.born, "birthdate"),
        id=identifying(case.id, "id"), accession=identifying(case.accession_number, "accession"), age=case.age_text(),
        sexword=clinical({"M": "man", "F": "woman", "O": "person"}[case.sex], "sentence"),
    )  # fmt: skip
    return line.cased(r.one("asis", "asis", "asis", "asis", "upper"))


def sentence(case: Case) -> Line:
    """A sentence of a finding, or a soup of words as dictation leaves them."""
    r = case.r
    if r.odds(0.25):
        text = " ".join(r.of(words.everyday() if r.odds(0.5) else words.medical()) for _ in range(r.whole(3, 9)))
        return clinical(text[0].upper() + text[1:] + r.one(".", ".", ""), "sentence")
    spoken = case.language if case.language in _FINDING and not r.odds(0.2) else "en"
    text = r.of(_FINDING[spoken].split("|")).format(
        a=r.of(_QUALITIES), q=r.of(_QUALITIES), q2=r.one("gut", "nicht", "unauffällig", "teilweise"), m=r.of(words.medical()), m2=r.of(words.medical()), M=r.of(words.medical()).title(),
        p=anatomy.part(r, spoken), p2=anatomy.part(r, spoken), b=words.built(r, spoken), v=f"{r.whole(2, 40)} {r.one('mm', 'cm', 'x 12 mm')}", n=r.whole(1, 12),
    )  # fmt: skip
    return clinical(r.one(str, str, str, str.upper)(text), "sentence")


def interface(r: Chance, language: str) -> str:
    """A word of a program: a button, a menu, a state."""
    spoken = language if language in _INTERFACE and not r.odds(0.3) else "en"
    return r.of(_INTERFACE[spoken].split("|"))
