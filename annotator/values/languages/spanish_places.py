"""Spanish words for places."""

from annotator.values.languages.place_words import (
    COUNTRY,
    DISTRICT,
    PROVINCE,
    REGION,
    SEA,
    TOWN,
    PlaceWords,
    by_people,
    directions,
)
from annotator.values.languages.words import each

_WINDS = directions("norte sur este oeste noreste noroeste sureste suroeste sudeste sudoeste")
#: A country's code, then its people and their adjective.
_PEOPLES = """
AF afgano afgana afganos afganas
AM armenio armenia armenios armenias
AR argentino argentina argentinos argentinas
AZ azerbaiyano azerbaiyana azerí azeríes
BD bangladesí bangladesíes
BF burkinés burkinesa
BO boliviano boliviana bolivianos bolivianas
BR brasileño brasileña brasileños brasileñas
BY bielorruso bielorrusa
CD congoleño congoleña congoleños
CF centroafricano centroafricana centroafricanos
CL chileno chilena chilenos chilenas
CM camerunés camerunesa cameruneses
CN chino china chinos chinas
CO colombiano colombiana colombianos colombianas
CU cubano cubana cubanos cubanas
DE alemán alemana alemanes
DZ argelino argelina argelinos
EC ecuatoriano ecuatoriana ecuatorianos
EG egipcio egipcia egipcios egipcias
ER eritreo eritrea
ES español española españoles españolas
ET etíope etíopes
FR francés francesa franceses
GB británico británica británicos
GE georgiano georgiana georgianos
GT guatemalteco guatemalteca guatemaltecos
HN hondureño hondureña hondureños
HT haitiano haitiana haitianos haitianas
ID indonesio indonesia
IL israelí israelíes
IN indio india indios
IQ iraquí iraquíes
IR iraní iraníes
IT italiano italiana italianos
JO jordano jordana jordanos
KE keniano keniana keniata keniatas
KP norcoreano norcoreana norcoreanos
KR surcoreano surcoreana surcoreanos
LB libanés libanesa libaneses libanesas
LY libio libia libios
MA marroquí marroquíes
ML maliense malienses
MM birmano birmana birmanos
MX mexicano mexicana mexicanos mexicanas
MZ mozambiqueño mozambiqueña
NE nigerino nigerina
NG nigeriano nigeriana nigerianos
NI nicaragüense nicaragüenses
PA panameño panameña
PE peruano peruana peruanos peruanas
PH filipino filipina filipinos
PK paquistaní pakistaní paquistaníes pakistaníes
PS palestino palestina palestinos palestinas gazatí gazatíes
PY paraguayo paraguaya
QA catarí qatarí cataríes
RU ruso rusa rusos rusas checheno
RW ruandés ruandesa
SA saudí saudíes
SD sudanés sudanesa sudaneses
SO somalí somalíes
SS sursudanés sursudanesa
SV salvadoreño salvadoreña salvadoreños
SY sirio siria sirios sirias
TD chadiano chadiana
TN tunecino tunecina
TR turco turca turcos turcas
UA ucraniano ucraniana ucranianos ucranianas
UG ugandés ugandesa
US estadounidense estadounidenses norteamericano norteamericanos
UY uruguayo uruguaya
VE venezolano venezolana venezolanos venezolanas
YE yemení yemeníes
"""

PLACES = PlaceWords(
    articles=("el", "la", "los", "las"),
    kinds_before={
        TOWN: (
            "ciudad de",
            "localidad de",
            "pueblo de",
            "aldea de",
            "puerto de",
            "ciudad portuaria de",
            "ciudad costera de",
            "ciudad fronteriza de",
            "capital de",
            "capital",
            "barrio de",
        ),
        DISTRICT: ("distrito de", "municipio de", "condado de", "comuna de"),
        PROVINCE: ("provincia de", "gobernación de", "estado de", "departamento de", "óblast de", "prefectura de"),
        REGION: ("región de", "regiones de", "territorio de", "valle de", "península de", "desierto de"),
        COUNTRY: ("república de", "reino de"),
        SEA: ("mar de", "golfo de", "estrecho de"),
    },
    kinds_behind={},
    near=(
        "cerca de",
        "cercanías de",
        "en las cercanías de",
        "afueras de",
        "en las afueras de",
        "a las afueras de",
        "alrededores de",
        "en los alrededores de",
        "próximo a",
        "junto a",
        "inmediaciones de",
        "en las inmediaciones de",
        "periferia de",
        "kilómetros de",
        "km de",
    ),
    parts=(
        *(f"{one} de" for one in _WINDS),
        *(f"{one} del" for one in _WINDS),
        *(f"{one} de la" for one in _WINDS),
        "centro de",
        "interior de",
        "parte de",
        "partes de",
        "septentrional",
        "meridional",
    ),
    off=(
        "frente a la costa de",
        "frente a las costas de",
        "costa de",
        "costas de",
        "aguas de",
        "espacio aéreo de",
    ),
    waters=(),
    inside=("en",),
    possessive=(),
    origin=("desde", "procedente de", "procedentes de"),
    destination=("hacia", "hasta", "rumbo a", "con destino a"),
    motion=each(
        "huyó huyeron huir huyendo huía viajó viajaba viajar viajaban viajando llegó llegaron llegar trasladó "
        "trasladado trasladados trasladaron regresó regresaron regresar volvió volvieron salió salieron salir marchó "
        "marcharon cruzó cruzaron cruzar retiró retiraron avanzó avanzaron avanzar desplazó desplazaron deportado "
        "deportados deportó evacuado evacuados evacuó enviado enviados envió voló volaron convoy"
    ),
    shooting=each("disparó dispararon disparado disparados lanzó lanzaron lanzado lanzados"),
    distances=each("km kilómetro kilómetros metros millas lejos cerca"),
    peoples=by_people(_PEOPLES),
)
