"""English words for peoples: a country's code, then its people and their adjective."""

PEOPLES = """
AD Andorran Andorrans
AE Emirati Emiratis
AF Afghan Afghans
AL Albanian Albanians
AM Armenian Armenians
AO Angolan Angolans
AR Argentine Argentines Argentinian
AT Austrian Austrians
AU Australian Australians
AZ Azerbaijani Azerbaijanis Azeri
BA Bosnian Bosnians
BD Bangladeshi Bangladeshis
BE Belgian Belgians
BF Burkinabe Burkinabé
BG Bulgarian Bulgarians
BH Bahraini Bahrainis
BI Burundian Burundians
BJ Beninese
BO Bolivian Bolivians
BR Brazilian Brazilians
BT Bhutanese
BW Botswanan
BY Belarusian Belarusians
CA Canadian Canadians
CD Congolese
CF Central_African
CH Swiss
CI Ivorian Ivorians
CL Chilean Chileans
CM Cameroonian Cameroonians
CN Chinese
CO Colombian Colombians
CR Costa_Rican
CU Cuban Cubans
CY Cypriot Cypriots
CZ Czech Czechs
DE German Germans
DJ Djiboutian Djiboutians
DK Danish
DZ Algerian Algerians
EC Ecuadorian Ecuadorians Ecuadorean
EE Estonian Estonians
EG Egyptian Egyptians
ER Eritrean Eritreans
ES Spanish Spaniards
ET Ethiopian Ethiopians
FI Finnish
FJ Fijian
FR French
GA Gabonese
GB British Britons
GE Georgian Georgians
GH Ghanaian Ghanaians
GM Gambian Gambians
GN Guinean Guineans
GR Greek Greeks
GT Guatemalan Guatemalans
HN Honduran Hondurans
HR Croatian Croats Croatians
HT Haitian Haitians
HU Hungarian Hungarians
ID Indonesian Indonesians
IE Irish
IL Israeli Israelis
IN Indian Indians
IQ Iraqi Iraqis
IR Iranian Iranians
IS Icelandic
IT Italian Italians
JM Jamaican Jamaicans
JO Jordanian Jordanians
JP Japanese
KE Kenyan Kenyans
KG Kyrgyz
KH Cambodian Cambodians
KP North_Korean North_Koreans
KR South_Korean South_Koreans
KW Kuwaiti Kuwaitis
KZ Kazakh Kazakhs
LA Laotian Lao
LB Lebanese
LK Sri_Lankan Sri_Lankans
LR Liberian Liberians
LT Lithuanian Lithuanians
LV Latvian Latvians
LY Libyan Libyans
MA Moroccan Moroccans
MD Moldovan Moldovans
ME Montenegrin
MG Malagasy
MK Macedonian
ML Malian Malians
MM Burmese
MN Mongolian
MR Mauritanian Mauritanians
MT Maltese
MV Maldivian
MW Malawian Malawians
MX Mexican Mexicans
MY Malaysian Malaysians
MZ Mozambican Mozambicans
NA Namibian
NE Nigerien Nigeriens
NG Nigerian Nigerians
NI Nicaraguan Nicaraguans
NL Dutch
NO Norwegian Norwegians
NP Nepali Nepalese
NZ New_Zealander
OM Omani Omanis
PA Panamanian Panamanians
PE Peruvian Peruvians
PG Papua_New_Guinean
PH Filipino Filipinos Philippine
PK Pakistani Pakistanis
PL Polish
PS Palestinian Palestinians Gazan Gazans
PT Portuguese
PY Paraguayan Paraguayans
QA Qatari Qataris
RO Romanian Romanians
RS Serbian Serbs Serbians
RU Russian Russians Chechen
RW Rwandan Rwandans
SA Saudi Saudis
SD Sudanese Darfuri
SE Swedish
SG Singaporean
SI Slovenian
SK Slovak Slovaks
SL Sierra_Leonean
SN Senegalese
SO Somali Somalis
SS South_Sudanese
SV Salvadoran Salvadorans
SY Syrian Syrians
SZ Swazi
TD Chadian Chadians
TG Togolese
TH Thai Thais
TJ Tajik Tajiks
TL Timorese
TM Turkmen
TN Tunisian Tunisians
TR Turkish Turks
TW Taiwanese
TZ Tanzanian Tanzanians
UA Ukrainian Ukrainians
UG Ugandan Ugandans
US American Americans
UY Uruguayan
UZ Uzbek Uzbeks
VE Venezuelan Venezuelans
VN Vietnamese
XK Kosovar Kosovars
YE Yemeni Yemenis
ZA South_African South_Africans
ZM Zambian Zambians
ZW Zimbabwean Zimbabweans
"""
