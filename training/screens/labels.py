"""Labels of values, in the languages of screens. Source: general knowledge of the user interfaces of imaging devices."""

from __future__ import annotations

from training.screens.chance import Chance
from training.screens.lines import Line, clinical

LANGUAGES = (
    ("en", 10.0), ("de", 2.5), ("fr", 2.5), ("es", 2.0), ("it", 2.0), ("pt", 1.2), ("nl", 1.2), ("sv", 0.5), ("da", 0.5),
    ("pl", 0.4), ("tr", 0.4), ("cs", 0.3),
)  # fmt: skip
"""The languages of made screens, and how often each comes."""

_LABELS: dict[str, dict[str, str]] = {
    "name": {
        "en": "Name|Patient|Patient Name|Pat|Pt|Pt Name|Pat. Name|Patient's Name|PATIENT NAME|Full Name|Last Name|Surname",
        "de": "Name|Patient|Patientenname|Name, Vorname|Pat.|Nachname|Patientin",
        "fr": "Nom|Patient|Nom du patient|Nom Prénom|Pat|Nom patient|Patiente",
        "es": "Nombre|Paciente|Nombre del paciente|Apellidos|Pac|Nombre y apellidos",
        "it": "Nome|Paziente|Cognome e nome|Nome paziente|Paz|Cognome",
        "pt": "Nome|Paciente|Nome do paciente|Utente",
        "nl": "Naam|Patiënt|Patient|Naam patiënt",
        "sv": "Namn|Patient|Patientnamn",
        "da": "Navn|Patient|Patientnavn",
        "pl": "Nazwisko|Pacjent|Imię i nazwisko",
        "tr": "Hasta|Adı Soyadı|Hasta Adı",
        "cs": "Jméno|Pacient|Příjmení",
    },
    "id": {
        "en": "ID|Patient ID|Pat ID|Pt ID|MRN|MR#|Med Rec #|Chart No|Chart|Hosp No|HN|UHID|Reg No|PID|ID No.|ID#|Patient No|"
        "SSN|NHS No|NHS|CHI|Medicare No|Case|File No|CRN|Folder|Record #|Unit No|Pat. ID|Id|IP No|OPD No",
        "de": "ID|Pat.-ID|Pat.-Nr.|Patienten-ID|Patienten-Nr.|Fall-Nr.|Fallnummer|PID|Nr.|Vers.-Nr.",
        "fr": "ID|ID patient|N° patient|IPP|NIP|N° dossier|Dossier|NIR|N° SS|Id",
        "es": "ID|ID paciente|N.º historia|NHC|Historia|DNI|Expediente|Cédula|ID Pac|RUT|CURP",
        "it": "ID|ID paziente|Codice|Cod. Fiscale|CF|Nosologico|N. cartella|ID Paz",
        "pt": "ID|ID do paciente|Prontuário|N.º processo|Registo|CPF|ID Pac",
        "nl": "ID|Patiënt-ID|Patiëntnr|BSN|Dossiernr",
        "sv": "ID|Patient-ID|Personnr",
        "da": "ID|Patient-ID|CPR-nr.",
        "pl": "ID|ID pacjenta|PESEL|Nr",
        "tr": "ID|Hasta No|TC Kimlik No|Protokol No",
        "cs": "ID|Rodné číslo|ID pacienta",
    },
    "accession": {
        "en": "Acc|Accession|Acc No|Acc#|Accession Number|ACC|Acc. No.|Accession #|Order No|Exam ID|Study ID|Visit|Req No|"
        "Order|Episode|Encounter|Acc Num|Exam #|Req",
        "de": "Auftragsnr.|Untersuchungs-Nr.|Zugangsnr.|Acc.-Nr.|Auftrag|Studien-ID",
        "fr": "N° accès|N° examen|Examen n°|N° demande|Acc|N° d'accès",
        "es": "N.º acceso|N.º estudio|Acceso|Petición",
        "it": "N. accesso|N. esame|Accession|Richiesta",
        "pt": "N.º acesso|Exame n.º|Acesso",
        "nl": "Onderzoeknr|Acc.nr|Ordernr",
    },
    "birth": {
        "en": "DOB|D.O.B.|Birth Date|Date of Birth|Born|BirthDate|Birthdate|DoB|B.D.|BD|Birth|dob",
        "de": "Geb.|Geb.-Datum|Geburtsdatum|geb.|geb. am|Geb.Dat.|*",
        "fr": "Né(e) le|Né le|Née le|Date de naissance|DDN|Naissance|Date naiss.",
        "es": "F. Nac.|Fecha de nacimiento|Nacido|F.N.|Nac.|Fec. Nac",
        "it": "Nato il|Nata il|Data di nascita|D.N.|Nascita|Data nasc.",
        "pt": "Nasc.|Data de nascimento|D.N.|Data nasc.|Nascimento",
        "nl": "Geb.|Geboortedatum|Geb. datum|geb",
        "sv": "Född|Födelsedatum",
        "da": "Født|Fødselsdato",
        "pl": "Ur.|Data ur.|Data urodzenia",
        "tr": "Doğum Tarihi|D. Tarihi",
        "cs": "Nar.|Datum nar.",
    },
    "date": {
        "en": "Date|Study Date|Exam Date|Acq Date|Acquired|Exam date|Series Date|DOE|Study|Performed|Content Date|Acq. Date|Exam",
        "de": "Datum|Untersuchung|Unters.-Datum|Aufnahme|Aufgenommen am|Untersuchungsdatum|vom",
        "fr": "Date|Date d'examen|Examen du|Le|Date étude|Fait le|Date exam.",
        "es": "Fecha|Fecha de estudio|F. estudio|Fecha examen|Fecha del estudio",
        "it": "Data|Data esame|Esame del|Data studio|del",
        "pt": "Data|Data do exame|Data estudo",
        "nl": "Datum|Onderzoeksdatum|Datum onderzoek",
        "sv": "Datum|Us.datum",
        "da": "Dato|Undersøgt",
        "pl": "Data|Data badania",
        "tr": "Tarih|Tetkik Tarihi",
        "cs": "Datum|Datum vyš.",
    },
    "time": {
        "en": "Time|Study Time|Acq Time|Acq Tm|Exam Time|Image Time",
        "de": "Zeit|Uhrzeit|Aufnahmezeit",
        "fr": "Heure|Heure d'examen",
        "es": "Hora",
        "it": "Ora|Orario",
        "pt": "Hora",
        "nl": "Tijd",
        "sv": "Tid",
        "da": "Tid|Kl.",
        "pl": "Godz.",
        "tr": "Saat",
        "cs": "Čas",
    },
    "printed": {
        "en": "Printed|Printed on|Print Date|Report Date|Created|Reported|Signed|Exported|Saved|Scanned|Received",
        "de": "Gedruckt am|Druckdatum|Erstellt|Befunddatum",
        "fr": "Imprimé le|Édité le|Créé le",
        "es": "Impreso|Fecha informe|Creado",
        "it": "Stampato il|Referto del",
        "pt": "Impresso em|Emitido em",
        "nl": "Afgedrukt|Gemaakt op",
    },
    "sex": {
        "en": "Sex|Gender|Sex",
        "de": "Geschl.|Geschlecht|Sex",
        "fr": "Sexe|Sexe",
        "es": "Sexo",
        "it": "Sesso",
        "pt": "Sexo",
        "nl": "Geslacht",
        "sv": "Kön",
        "da": "Køn",
        "pl": "Płeć",
        "tr": "Cinsiyet",
        "cs": "Pohlaví",
    },
    "age": {
        "en": "Age|Pat Age|Age/Sex",
        "de": "Alter",
        "fr": "Âge|Age",
        "es": "Edad",
        "it": "Età|Eta",
        "pt": "Idade",
        "nl": "Leeftijd",
        "sv": "Ålder",
        "da": "Alder",
        "pl": "Wiek",
        "tr": "Yaş",
        "cs": "Věk",
    },
    "institution": {
        "en": "Institution|Hospital|Facility|Site|Inst|Hosp|Clinic|Location|Center|Institution Name|Place",
        "de": "Klinik|Institution|Krankenhaus|Einrichtung|Inst.",
        "fr": "Établissement|Hôpital|Institution|Centre|Site",
        "es": "Institución|Hospital|Centro",
        "it": "Istituto|Ospedale|Struttura|Ente",
        "pt": "Instituição|Hospital|Unidade",
        "nl": "Ziekenhuis|Instelling",
    },
    "physician": {
        "en": "Dr|Dr.|Physician|Ref|Ref.|Referring|Ref. Physician|Ref Phys|Ref MD|Referring Physician|Req|Req. Phys|Requested by|"
        "Performed by|Reading|Read by|Attending|Doctor|Phys|Ordering|Perf. Phys|Perf Phys|Radiologist|Interpreted by|Ordered by|MD|Surgeon|Ref by|Referred by|Prof",
        "de": "Arzt|Ärztin|Dr.|Dr. med.|Überweiser|Zuweiser|Untersucher|Befunder|Anforderer|Prof. Dr.|behand. Arzt|Einweiser|OA",
        "fr": "Dr|Médecin|Méd. réf.|Prescripteur|Opérateur|Réalisé par|Adressé par|Pr|Docteur|Médecin traitant",
        "es": "Dr.|Dra.|Médico|Médico ref.|Solicitado por|Referido por|Médico solicitante",
        "it": "Dott.|Dr.|Medico|Medico ref.|Richiesto da|Dott.ssa|Medico richiedente|Prof.",
        "pt": "Dr.|Dra.|Médico|Solicitante|Médico resp.",
        "nl": "Dr.|Arts|Verwijzer|Aanvrager|Huisarts",
        "sv": "Läkare|Dr|Remittent",
        "da": "Læge|Dr.|Henviser",
        "pl": "Lekarz|Lek.|Dr n. med.",
        "tr": "Dr.|Doktor|Uzm. Dr.|Prof. Dr.",
        "cs": "MUDr.|Lékař",
    },
    "operator": {
        "en": "Operator|Op|Op.|Tech|Technologist|Sonographer|Sono|Oper|Operators|Tech ID|Tech:|User|Scanned by|Radiographer|Performed by|Perf|Performer|Sonog|Staff",
        "de": "Untersucher|MTRA|MTR|Bediener|Benutzer|Unters.",
        "fr": "Opérateur|Manip|Manipulateur|Op|Échographiste",
        "es": "Operador|Técnico|Op|TSID",
        "it": "Operatore|TSRM|Tecnico|Op",
        "pt": "Operador|Técnico",
        "nl": "Laborant|Operator|Uitgevoerd door",
    },
    "address": {
        "en": "Address|Addr|Add",
        "de": "Adresse|Anschrift",
        "fr": "Adresse",
        "es": "Dirección|Domicilio",
        "it": "Indirizzo",
        "pt": "Endereço|Morada",
        "nl": "Adres",
    },
    "phone": {
        "en": "Phone|Tel|Tel.|Ph|Fax|Tel/Fax|Telephone|Pager|Contact|Cell|Mobile|Call|Ext",
        "de": "Tel.|Telefon|Fax|Durchwahl",
        "fr": "Tél.|Tel|Fax|Téléphone|Secrétariat",
        "es": "Tel.|Teléfono|Fax",
        "it": "Tel.|Telefono|Fax",
        "pt": "Tel.|Telefone|Fax",
        "nl": "Tel.|Telefoon|Fax",
    },
    "weight": {
        "en": "Weight|Wt|Wt.",
        "de": "Gewicht",
        "fr": "Poids",
        "es": "Peso",
        "it": "Peso",
        "pt": "Peso",
        "nl": "Gewicht",
    },
    "height": {
        "en": "Height|Ht|Ht.",
        "de": "Größe",
        "fr": "Taille",
        "es": "Talla|Altura",
        "it": "Altezza",
        "pt": "Altura",
        "nl": "Lengte",
    },
    "series": {
        "en": "Series|Se|Se:|Ser|S|Series #|Series No|SE",
        "de": "Serie|Se",
        "fr": "Série|Se",
        "es": "Serie|Se",
        "it": "Serie|Se",
        "pt": "Série|Se",
        "nl": "Serie|Se",
    },
    "image": {
        "en": "Image|Im|Im:|Img|I|Image #|Frame|IM|Inst",
        "de": "Bild|Im|Bild-Nr.",
        "fr": "Image|Im|Coupe",
        "es": "Imagen|Im",
        "it": "Immagine|Im",
        "pt": "Imagem|Im",
        "nl": "Beeld|Im",
    },
}


def label(r: Chance, what: str, language: str) -> str:
    """A label for such a value: of the language, or English as on half of the devices everywhere."""
    options = _LABELS[what]
    spoken = options.get(language) if not r.odds(0.25) else None
    return r.of((spoken or options["en"]).split("|"))


_ENDINGS = (
    (":", 6.0),
    (": ", 6.0),
    (" ", 3.0),
    (" : ", 1.0),
    ("=", 0.2),
    ("\t", 0.6),
    (" - ", 0.2),
    (".: ", 0.2),
    (":\t", 0.8),
)


def ending(r: Chance) -> str:
    """What stands between labels and values on one screen."""
    return r.weighted(_ENDINGS)


def before(text: str, ending: str, value: Line) -> Line:
    """A label before its value."""
    end = ending if text[-1:] not in ":.*" or not ending.startswith((":", ".")) else ending.lstrip(":.") or " "
    return clinical(text + end, "label") + value
