"""Spanish words for what is counted and is nobody: units, money, months; vehicles, buildings, weapons, battles."""

from annotator.values.languages.words import each

MEASURES = each(
    "año años mes meses semana semanas día días hora horas minuto minutos kilómetro kilómetros km metro metros kilo "
    "kilos tonelada toneladas dólar dólares euro euros peso pesos por enero febrero marzo abril mayo junio julio "
    "agosto septiembre octubre noviembre diciembre % vez veces libra libras colón colones quetzal quetzales lempira "
    "lempiras sol soles bolívar bolívares milla millas grado grados hectárea hectáreas litro litros"
)
#: Of these, the ones that never say what kind of noun follows.
UNITS = each(
    "años mes meses semana semanas día días hora horas minuto minutos kilómetro kilómetros km metro metros kilo "
    "kilos tonelada toneladas dólar dólares euro euros peso pesos colones quetzales lempiras soles bolívares milla "
    "millas grados hectáreas litros libras veces"
)
THINGS = each(
    "misil misiles cohete cohetes dron drones avión aviones vehículo vehículos casa casas edificio edificios "
    "objetivo objetivos ataque ataques autobús autobuses bus buses helicóptero helicópteros camión camiones "
    "camioneta camionetas carro carros coche coches automóvil automóviles motocicleta motocicletas tanque tanques "
    "barco barcos lancha lanchas buque buques aeronave aeronaves tren trenes torre torres puente puentes poste "
    "postes oleoducto oleoductos planta plantas subestación subestaciones banco bancos sucursal sucursales iglesia "
    "iglesias escuela escuelas hospital hospitales tienda tiendas vivienda viviendas hogar hogares hotel hoteles "
    "embajada embajadas oficina oficinas cuartel cuarteles base bases pueblo pueblos ciudad ciudades provincia "
    "provincias bomba bombas granada granadas mina minas fusil fusiles pistola pistolas rifle rifles arma armas "
    "bala balas disparo disparos explosión explosiones bombardeo bombardeos combate combates batalla batallas "
    "guerra guerras carga cargas dinamita explosivos municiones puesto puestos posición posiciones carretera "
    "carreteras"
)
