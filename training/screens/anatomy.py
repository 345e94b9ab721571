"""Body parts, views and protocols in the languages of screens. Source: general knowledge of the field."""

from __future__ import annotations

from training.screens import words
from training.screens.chance import Chance

_PARTS = {
    "en": "abdomen|chest|thorax|head|neck|brain|spine|c-spine|l-spine|t-spine|pelvis|hip|knee|ankle|foot|hand|wrist|elbow|shoulder|femur|tibia|"
    "liver|kidney|spleen|pancreas|heart|aorta|carotid|breast|thyroid|testis|ovary|uterus|fetus|lung|skull|sinuses|orbit|prostate|bladder|"
    "bowel|gallbladder|IAC|TMJ|sacrum|coccyx|clavicle|scapula|humerus|forearm|finger|toe|heel|ribs|sternum|mandible|nasal bones|CBD|IVC|SMA|"
    "portal vein|left kidney|right lobe|lt ovary|rt CCA|aortic arch|4 chamber|LVOT|cervix|placenta|cord insertion|3 vessel view|Morison's pouch",
    "de": "Abdomen|Thorax|Schädel|Hals|HWS|BWS|LWS|Becken|Hüfte|Knie|Sprunggelenk|Fuß|Hand|Handgelenk|Ellenbogen|Schulter|Leber|Niere|Milz|"
    "Pankreas|Herz|Schilddrüse|Hoden|Brust|Lunge|NNH|Halsweichteile|Gefäße|Harnblase|Gallenblase|Oberbauch|Unterschenkel|Oberschenkel|"
    "Vorfuß|Mittelhand|Daumen|Steißbein|Kreuzbein|Rippen|Bein links|Arm rechts",
    "fr": "Abdomen|Thorax|Crâne|Cou|Rachis|Rachis lombaire|Bassin|Hanche|Genou|Cheville|Pied|Main|Poignet|Coude|Épaule|Foie|Rein|Rate|Pancréas|"
    "Coeur|Thyroïde|Sein|Poumon|Sinus|Vessie|Vésicule|Utérus|Ovaire|Foetus|Rein gauche|Aorte|Jambe|Cuisse|Humérus|Clavicule|Fémur",
    "es": "Abdomen|Tórax|Cráneo|Cuello|Columna|Columna lumbar|Pelvis|Cadera|Rodilla|Tobillo|Pie|Mano|Muñeca|Codo|Hombro|Hígado|Riñón|Bazo|"
    "Páncreas|Corazón|Tiroides|Mama|Pulmón|Senos|Vejiga|Vesícula|Útero|Ovario|Feto|Riñón derecho|Aorta|Pierna|Muslo|Húmero|Clavícula",
    "it": "Addome|Torace|Cranio|Collo|Rachide|Colonna lombare|Bacino|Anca|Ginocchio|Caviglia|Piede|Mano|Polso|Gomito|Spalla|Fegato|Rene|Milza|"
    "Pancreas|Cuore|Tiroide|Mammella|Polmone|Seni|Vescica|Colecisti|Utero|Ovaio|Feto|Rene sinistro|Aorta|Gamba|Coscia|Omero|Clavicola",
    "pt": "Abdome|Tórax|Crânio|Pescoço|Coluna|Coluna lombar|Pelve|Quadril|Joelho|Tornozelo|Pé|Mão|Punho|Cotovelo|Ombro|Fígado|Rim|Baço|Pâncreas|"
    "Coração|Tireoide|Mama|Pulmão|Bexiga|Vesícula|Útero|Ovário|Feto|Rim direito|Aorta|Perna|Coxa|Úmero",
    "nl": "Buik|Thorax|Schedel|Hals|Wervelkolom|LWK|Bekken|Heup|Knie|Enkel|Voet|Hand|Pols|Elleboog|Schouder|Lever|Nier|Milt|Pancreas|Hart|"
    "Schildklier|Mamma|Long|Sinussen|Blaas|Galblaas|Baarmoeder|Linker nier|Aorta|Onderbeen|Bovenbeen",
    "sv": "Buk|Thorax|Skalle|Hals|Ryggrad|Ländrygg|Bäcken|Höft|Knä|Fotled|Fot|Hand|Handled|Armbåge|Axel|Lever|Njure|Mjälte|Hjärta|Bröst|Lunga",
    "da": "Abdomen|Thorax|Kranie|Hals|Rygsøjle|Bækken|Hofte|Knæ|Ankel|Fod|Hånd|Håndled|Albue|Skulder|Lever|Nyre|Milt|Hjerte|Bryst|Lunge",
    "pl": "Brzuch|Klatka piersiowa|Czaszka|Szyja|Kręgosłup|Miednica|Biodro|Kolano|Stopa|Dłoń|Nadgarstek|Łokieć|Bark|Wątroba|Nerka|Śledziona|Serce",
    "tr": "Batın|Toraks|Kafa|Boyun|Omurga|Pelvis|Kalça|Diz|Ayak|El|Bilek|Dirsek|Omuz|Karaciğer|Böbrek|Dalak|Kalp|Meme|Akciğer",
    "cs": "Břicho|Hrudník|Lebka|Krk|Páteř|Pánev|Kyčel|Koleno|Noha|Ruka|Zápěstí|Loket|Rameno|Játra|Ledvina|Slezina|Srdce|Plíce",
}
_VIEWS = {
    "en": "AP|PA|LAT|Lateral|Oblique|Axial|Sagittal|Coronal|Transverse|Longitudinal|Supine|Prone|Erect|Upright|Portable|Semi-Erect|Semi-upright|"
    "Decubitus|Left|Right|LT|RT|L|R|Mid|Upper|Lower|Sup|Inf|Prox|Dist|Long|Short axis|Sag|Trans|TRV|LONG|Scout|Swimmers|Sunrise|Flexion|Extension|"
    "Inspiration|Expiration|Weight bearing|Mortise|Odontoid|Standing|Sitting|XTable|Frog leg|Inlet|Outlet|Post void|Pre void|Valsalva|Rest",
    "de": "a.p.|p.a.|seitlich|stehend|liegend|links|rechts|axial|sagittal|koronar|quer|längs|schräg|im Stehen|im Liegen|re|li|bds.|tangential|Übersicht",
    "fr": "Face|Profil|Gauche|Droite|Debout|Couché|Axial|Sagittal|Coronal|Transverse|Longitudinal|Oblique|3/4|de face|en charge|au lit|G|D",
    "es": "Frente|Perfil|Izquierda|Derecha|De pie|Decúbito|Axial|Sagital|Coronal|Transversal|Longitudinal|Oblicua|Izq|Der|Portátil|En carga",
    "it": "Frontale|Laterale|Sinistra|Destra|In piedi|Supino|Assiale|Sagittale|Coronale|Trasversale|Longitudinale|Obliqua|sx|dx|A letto|In carico",
    "pt": "Frente|Perfil|Esquerda|Direita|Em pé|Deitado|Axial|Sagital|Coronal|Transversal|Longitudinal|Oblíqua|Esq|Dir|Leito",
    "nl": "Voor-achter|Lateraal|Links|Rechts|Staand|Liggend|Axiaal|Sagittaal|Coronaal|Dwars|Lengte|li|re|Belast",
    "sv": "Frontal|Sida|Vänster|Höger|Stående|Liggande|dx|sin|Axial|Sagittal",
    "da": "Front|Side|Venstre|Højre|Stående|Liggende|dxt|sin",
    "pl": "Lewa|Prawa|Stojąca|Leżąca|Boczna|AP|Skośna",
    "tr": "Sol|Sağ|Ayakta|Yatarak|Yan|AP",
    "cs": "Vlevo|Vpravo|Vstoje|Vleže|Bočná",
}
_EPONYMS = (
    "Doppler Foley Simpson Baker Colles Swan-Ganz Hadlock Jeanty Baxter Teichholz Nyquist Bosniak Douglas Morison Riedel Hill-Sachs Bankart Pott's "
    "Jones Monteggia Galeazzi Lisfranc Schmorl Scheuermann Osgood-Schlatter Perthes Crohn Kerley Ghon Hounsfield Agatston Cobb Risser Salter-Harris "
    "Waters Caldwell Towne Stenvers Judet Chassard Merchant Rosenberg Zanca Grashey Cleaves Meckel Barrett Zenker Hirschsprung Larmor Bazett "
    "Fridericia Kocher Trendelenburg Thompson Valsalva Naegele Robinson Shepard Chitty Nicolaides Bartholin Gartner Naboth Hickman Port-a-Cath "
    "Gleason Fuhrman Child-Pugh Stanford DeBakey Crawford Virchow Sappey Willis Sylvius Heubner Labbe Galen Rosenthal Luschka Magendie Monro"
).split()


def part(r: Chance, language: str) -> str:
    """A body part, in this language or, one time in six, in English."""
    spoken = language if language in _PARTS and not r.odds(0.16) else "en"
    return r.of(_PARTS[spoken].split("|"))


def view(r: Chance, language: str) -> str:
    """A projection, a side or a position."""
    spoken = language if language in _VIEWS and not r.odds(0.2) else "en"
    return r.of(_VIEWS[spoken].split("|"))


def eponym(r: Chance) -> str:
    """The name of a physician that a sign, a view, a formula or a catheter has: clinical text."""
    return r.of(_EPONYMS) + r.one(
        "", "", " view", " method", "'s", " cyst", " line", " position", " catheter", " fracture", " sign", " space"
    )


def phrase(r: Chance, language: str) -> str:
    """A few clinical words as an annotation, a body mark or the title of a series has them."""
    kind = r.random()
    if kind < 0.32:
        text = r.one(
            f"{part(r, language)} {view(r, language)}", f"{view(r, language)} {part(r, language)}", part(r, language)
        )
    elif kind < 0.44:
        text = f"{view(r, language)} {part(r, language)} {view(r, language)}"
    elif kind < 0.56:
        text = " ".join(r.of(words.medical()) for _ in range(r.whole(1, 3)))
    elif kind < 0.64:
        text = " ".join(words.inflected(r, r.of(words.medical())) for _ in range(r.whole(1, 2)))
    elif kind < 0.72:
        text = " ".join(words.built(r, language) for _ in range(r.whole(1, 2)))
    elif kind < 0.78:
        text = " ".join(r.of(words.foreign()) for _ in range(r.whole(1, 2)))
    elif kind < 0.83:
        text = eponym(r)
    elif kind < 0.90:
        text = " ".join(words.abbreviation(r) for _ in range(r.whole(1, 3)))
    else:
        text = " ".join(r.of(words.english()) for _ in range(r.whole(1, 3)))
    return r.one(str.upper, str.title, str, str)(text)


_SEQUENCES = (
    "t1 t2 pd flair dwi adc stir tse se gre fse epi tof mip mpr swi dixon vibe space haste ciss fiesta lava thrive mprage bravo cube trufi medic "
    "dti asl perf bold fl3d fl2d ssfse propeller blade dess"
).split()
_PLANES = "ax sag cor tra obl ax_obl axial sagittal coronal trans".split()
_CT_WORDS = (
    "native arterial portal venous delayed late pre post contrast w/o with iv oral thin bone soft lung std recon mpr mip vrt hr low dose topo scout "
    "topogram surview localizer angio cta bolus premon monitoring routine thorax abdomen head neck runoff pe stroke trauma spiral helical sequence axial"
).split()


def protocol(r: Chance, modality: str, language: str) -> str:
    """A title of a series or a protocol, with spaces, strokes or underscores: ``t2_tse_sag_320``, ``5.0 Thorax B40f``."""
    number = r.one(
        "",
        "",
        str(r.whole(1, 512)),
        f"{r.uniform(0.5, 5):.1f}",
        f"{r.whole(1, 5)}mm",
        f"p{r.whole(2, 4)}",
        f"{r.one('B', 'I', 'Br')}{r.whole(20, 70)}{r.one('f', 's', 'd')}",
    )
    if modality == "MR":
        parts = [
            r.of(_SEQUENCES),
            r.of(_SEQUENCES),
            r.of(_PLANES),
            number,
            r.one("", "fs", "km", "gd", "nativ", "dyn", "iso", "MPR", "fatsat"),
        ]
        r.shuffle(parts)
        text = r.one("_", "_", " ", "-").join(part for part in parts if part)
        return r.one(text, text.upper(), text)
    if modality in ("CT", "PT", "NM"):
        parts = [number, part(r, language), *(r.of(_CT_WORDS) for _ in range(r.whole(1, 3)))]
        return r.one(str, str.upper, str.title)(r.one(" ", " ", "_", "/").join(part for part in parts if part))
    return r.one(phrase(r, language), part(r, language), f"{part(r, language)} {view(r, language)}")
