"""English words for what is counted and is nobody: units, money, months; vehicles, buildings, weapons, battles."""

from annotator.values.languages.words import each

MEASURES = each(
    "year years month months week weeks day days hour hours minute minutes second seconds am pm a p m o'clock "
    "percent per cent mile miles kilometer kilometers kilometre kilometres km meter meters metre metres foot feet "
    "inch inches yard yards kilogram kilograms kg ton tons tonne tonnes pound pounds dollar dollars euro euros "
    "colones peso pesos degrees caliber calibre millimeter mm time times january february march april june july "
    "august september october november december jan feb mar apr jun jul aug sept sep oct nov dec sunday monday "
    "tuesday wednesday thursday friday saturday gmt utc hrs lempiras quetzales cordobas soles bolivars rupees "
    "rubles yen yuan shekels dinars lira acres hectares liters litres gallons barrels "
    "gasoline fuel electricity equipment property infrastructure transportation"
)
#: Of these, the ones that never say what kind of noun follows: "second lieutenants", but no "years lieutenants".
UNITS = each(
    "years months weeks days hours minutes miles kilometers kilometres km meters metres mm inches yards kilograms "
    "kg tons tonnes dollars euros colones pesos lempiras quetzales cordobas soles bolivars rupees rubles yen yuan "
    "shekels dinars lira degrees percent gmt utc hrs acres hectares liters litres gallons barrels times"
)
THINGS = each(
    "target targets rocket rockets missile missiles drone drones aircraft airplane airplanes plane planes "
    "helicopter helicopters jet jets vehicle vehicles tank tanks car cars truck trucks bus buses house houses home "
    "homes building buildings shop shops site sites position positions base bases post posts attack attacks strike "
    "strikes airstrike airstrikes raid raids round rounds shell shells bomb bombs mine mines grenade grenades "
    "weapon weapons rifle rifles gun guns bullet bullets shot shots town towns village villages city cities "
    "province provinces district districts incident incidents explosion explosions blast blasts pylon pylons tower "
    "towers bridge bridges boat boats ship ships facility facilities office offices branches embassy embassies "
    "school schools church churches hospital hospitals store stores restaurant restaurants installation "
    "installations station stations barracks pipeline pipelines ambulance ambulances motorcycle motorcycles gunship "
    "gunships substation substations business businesses airliner airliners establishment establishments well wells "
    "bank banks exchange exchanges palace palaces highway highways road roads railway railways dam dams plant "
    "plants charge charges line lines cable cables antenna antennas transformer transformers factory factories "
    "warehouse warehouses refinery refineries terminal terminals airport airports airstrip airstrips port ports "
    "hotel hotels market markets theater theaters cinema cinemas supermarket supermarkets pharmacy pharmacies "
    "clinic clinics mosque mosques temple temples cathedral cathedrals chapel chapels convent convents university "
    "universities farm farms ranch ranches plantation plantations crop crops van vans jeep jeeps taxi taxis pickup "
    "pickups minibus minibuses train trains locomotive locomotives vessel vessels tanker tankers launch launches "
    "dynamite explosives ammunition cartridge cartridges pistol pistols revolver revolvers launcher launchers "
    "mortar mortars projectile projectiles warhead warheads munition munitions ak-47 ak-47s m-16 m-16s battle "
    "battles clash clashes siege invasion invasions offensive offensives operation operations ambush ambushes "
    "bombing bombings shelling curfew ceasefire truce war wars border headquarters residence residences campus "
    "campuses cache caches track tracks"
)
