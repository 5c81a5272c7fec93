"""Names of persons in every language: first names, and last names that end as if they told of many."""

from annotator.values.languages.words import each

#: Spanish, Portuguese, English and Arabic first names that are no words of another kind, with and without accents.
FIRST_NAMES = each(
    "aaron abbas abdul abdullah abel abraham adan adela adolfo adrian agustin agustín ahmad ahmed alan albert "
    "alberto alejandra alejandro alex alexander alfonso alfred alfredo ali alicia alirio alonso alvaro amalia "
    "amanda amir amparo ana anas anastasio andrea andres andrew andrés angela anibal anselmo anthony antonio "
    "aníbal araceli armando arnoldo arnulfo aron arthur arturo augusto aura aurelio aurora ayman bashar beatriz "
    "belisario benito benjamin bernardo berta bertha blanca boris brenda brian bruno camilo carla carlos carmen "
    "catalina cecilia celina celso cesar charles christian christopher clara claudia claudio cristina cristobal "
    "cristóbal césar dagoberto daniel daniela dario darío david delia diana diego dora doris edgar edgardo "
    "edmundo eduardo edward edwin efrain efraín elba elena elias elisa elizabeth elsa elvira elyas elías emilia "
    "emilio emma enrique eric ernesto esteban estela ester eugenia eugenio eva evaristo fabio faisal faris "
    "fatima federico felipe felix fermin fernando fidel fidelina firas florencio francis francisca francisco "
    "félix gabriel gabriela genaro george gerald gerardo germán gilberto gilda giovanni gladys gonzalo graciela "
    "gregorio guillermo gustavo hamid harold hasan hassan hector henry herbert heriberto hernan hernán hilda "
    "hipolito horacio hugo humberto hussein héctor ibrahim idris ignacio ines ingrid inés irene irma isaac "
    "isabel isaias isaías isidro ismael ismail ivan iván jacinto jacobo jaime jamal james janet javier jean "
    "jeremias jesus jesús joaquin joaquín joel john jorge jose josefina joseph josue josé juan juana julia "
    "julian julio julián karen karim karla kenneth khaled khalid khalil khamis laura lazaro leonardo leonel "
    "leopoldo leticia lidia lilian liliana lorena lorenzo lourdes lucas lucia lucía luis luisa magdalena mahmoud "
    "manuel marcela marcelino marcelo marco marcos margarita maria mariana maribel mario marta martha "
    "martin martín mary maría mateo matias matías mauricio maximiliano michael miguel mirna mohamed mohammad "
    "mohammed moises moisés monica muhammad mustafa mónica nasser nelson nestor nicolas nicolás noe noemi norma "
    "néstor octavio ofelia olga oliver omar orlando oscar osvaldo pablo pascual patricia patricio patrick paul "
    "paula pedro peter qais rafael raimundo ramiro ramon ramón raul raúl rebeca reinaldo rene rené ricardo "
    "richard rigoberto robert roberto rodolfo rodrigo rogelio roger rolando ronald roque rosa ruben rubén rudolf "
    "rufino ruth saleh samir samuel sandra sara saúl sebastian sergio silvia simon simón sofia sonia "
    "stephen susana tariq teodoro teresa thomas tomas tomás ulises ursula vicente victor vilma virgilio víctor "
    "walter wilfredo william wilson xavier yasser yolanda younis youssef yunus yusuf zakaria álvaro ángel óscar"
)
LAST_NAMES = each(
    "abbas adams alas alexis andrews antunes aranas arias barrios bates benavides burgos caceres campos cardenas "
    "castellanos cervantes cespedes chris cifuentes cisneros colindres collins contreras corrales cortes cortés "
    "cuevas curtis cáceres cárdenas céspedes daniels davies davis dennis deras domingues duenas dueñas edwards "
    "elias ellis evans farias faris firas flores francis freitas frias frías fuentes gallegos garces garcés "
    "gomes gonsales gonzales gonzáles griffiths harris hawkins hayes hodges holmes hughes idris jacobs james "
    "jenkins jennings jones khamis laines larios lemos lewis linares llanes llanos lopes luis macias macías "
    "martines matthews meneses mieles mireles moises montes moraes morales morris myers nieves nogales nunes "
    "olivares orantes palacios palomares peters phillips porras posadas qais quiles quinones quiros quirós "
    "quiñones ramos reyes reynolds richards rios rivas roberts robles rodas rodrigues rogers rojas rosales ríos "
    "salas salinas sanders santos simmons soares solis solís stevens tapias tavares terrazas tomas torres trejos "
    "urías valdes valdés vargas venegas viales villalobos villegas vivas watkins watts williams yanes younis "
    "yunus"
)
#: What a name may hold in small letters.
NAME_PARTICLES = each("al el ul ad as ash abu bin bint ibn de del la las los da do dos van von der den di le y e")
