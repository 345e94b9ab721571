"""Where names come from: for each region of the world Faker's lists, some names that it lacks, and how names are built.

Source: Faker (MIT), and general knowledge of names. The regions are drawn equally often.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from functools import cache

from training.screens.transliteration import in_latin

_GIVEN = ("first_names", "first_names_male", "first_names_female", "first_romanized_names")
_FAMILY = ("last_names", "last_names_male", "last_names_female", "last_romanized_names")


@dataclass(frozen=True, slots=True)
class Region:
    """Names of one part of the world.

    `locales` are Faker's; `given` and `family` add to them. `build` says how a whole name is put together there.
    """

    name: str
    locales: tuple[str, ...] = ()
    given: str = ""
    family: str = ""
    build: str = "plain"


REGIONS = (
    Region("anglophone", ("en_US", "en_GB", "en_NZ")),
    Region("irish and scottish", ("en_IE", "ga_IE"), build="celtic"),
    Region("german", ("de_DE", "de_AT", "de_CH"), build="german"),
    Region("dutch", ("nl_NL", "nl_BE"), build="dutch"),
    Region("french", ("fr_FR", "fr_BE", "fr_QC"), build="french"),
    Region("nordic", ("sv_SE", "da_DK", "no_NO", "is_IS")),
    Region("baltic", ("fi_FI", "et_EE", "lv_LV", "lt_LT")),
    Region(
        "west slavic",
        ("cs_CZ", "sk_SK", "pl_PL"),
        family="Nowak Kowalski Wiśniewska Wójcik Kamiński Lewandowska Zieliński Szymańska Woźniak Dąbrowski Kozłowska "
        "Jankowski Mazur Krawczyk Piotrowska Grabowski Pawłowska Michalski Zając Król Wieczorek Jabłońska Wróbel "
        "Stępień Malinowska Gajewski Błaszczyk Szczepaniak Przybylska Chmielewski Baran Sikora Ostrowska Głowacki",
    ),
    Region("south slavic", ("hr_HR", "sl_SI", "bg_BG", "mk_MK")),
    Region("east slavic", ("ru_RU", "uk_UA")),
    Region("danubian", ("hu_HU", "ro_RO")),
    Region("greek", ("el_GR",)),
    Region("turkic", ("tr_TR", "az_AZ", "uz_UZ")),
    Region("caucasian", ("ka_GE", "hy_AM")),
    Region("hispanic", ("es_ES", "es_MX", "es_AR", "es_CO", "es_CL"), build="hispanic"),
    Region("lusophone", ("pt_BR", "pt_PT"), build="lusophone"),
    Region("italian", ("it_IT",), build="italian"),
    Region(
        "arabic",
        ("fr_DZ",),
        "Mohammed Mohamad Ahmad Khaled Omar Yousef Youssef Hussein Hassan Tariq Faisal Salem Nasser Majid Ziad Bilal "
        "Samir Walid Fahad Saud Rashid Hamad Adnan Ghassan Marwan Firas Nabil Amal Fatima Aisha Maryam Layla Noura "
        "Huda Salma Rania Dalal Hanan Zeinab Khadija Asma Rasha Maha Iman Abeer Wafa Ghada Lubna Reem Sawsan Najwa",
        "Mansour Haddad Khoury Nasser Saleh Hamdan Qasim Ghanem Shehadeh Barakat Sabbagh Najjar Halabi Masri Baghdadi "
        "Tikriti Jaber Qureshi Zahrani Ghamdi Otaibi Harbi Shammari Dosari Mutairi Maktoum Nahyan Sulaiman Obeid "
        "Rahman Aziz Hariri Jumblatt Tamimi Dajani Husseini Abboud Bitar Farah Issa Karam Shaheen Zayat Bishara",
        "arabic",
    ),
    Region(
        "persian and afghan",
        ("en_PK",),
        "Reza Mehdi Hossein Amir Behrouz Farhad Kaveh Siavash Shirin Parisa Nasrin Mahsa Golnaz Setareh Azadeh Laleh "
        "Najibullah Zalmay Gulalai Hamid Farzana Zarghuna Babrak Mirwais",
        "Ahmadi Hosseini Rezaei Karimi Moradi Jafari Sharifi Kazemi Tehrani Esfahani Shirazi Tabrizi Rostami Farahani "
        "Akbari Ghorbani Bahrami Rahimi Durrani Popalzai Stanekzai Noorzai Wardak Yusufzai Achakzai Khattak",
    ),
    Region(
        "north indian",
        ("en_IN",),
        "Rajesh Sunita Anil Pooja Deepak Kavita Harpreet Gurmeet Manjeet Jaswinder Subhash Debashish Sourav Ananya "
        "Indrani Bishnu Sita Gita Prakash Dipak Nabin Sunil Rina Tapan",
        "Sharma Verma Gupta Mishra Trivedi Chaturvedi Banerjee Mukherjee Chatterjee Bhattacharya Dasgupta Ganguly Sengupta "
        "Sandhu Dhillon Gill Grewal Sidhu Thapa Gurung Tamang Shrestha Adhikari Koirala Patil Deshmukh Kulkarni "
        "Joshi Desai Mehta Shah Parikh Hossain Rahman Chowdhury Mahapatra Mohanty",
    ),
    Region(
        "south indian",
        (),
        "Lakshmi Venkatesh Murugan Karthik Senthil Saravanan Meenakshi Kamala Padma Arun Ramesh Suresh Ganesan Rajan "
        "Sivakumar Anandhi Bhavani Chitra Devika Gopal Hari Indira Jaya Kannan Latha Mani Nirmala Prabhu Revathi "
        "Shanthi Thilaga Usha Vasanthi Anoop Biju Shaji Sreeja Nimal Sunil Chaminda Kumari Dilani Ruwan Nuwan",
        "Subramaniam Venkataraman Krishnamurthy Ramachandran Balasubramanian Sundaram Natarajan Swaminathan Iyer "
        "Iyengar Nair Menon Pillai Kurian Varghese Thomas Reddy Naidu Rao Chetty Gounder Thevar Perumal Selvaraj "
        "Arumugam Palanisamy Shanmugam Kandasamy Sivalingam Perera Fernando Silva Jayawardena Wickramasinghe "
        "Gunasekara Rajapaksa Bandaranaike Dissanayake Ranasinghe Kumarasamy Ponnusamy",
        "south indian",
    ),
    Region(
        "chinese",
        ("zh_CN", "zh_TW"),
        "Wei Fang Xiu Ming Jing Lei Yan Hua Xin Yu Hao Jun Tao Ping Mei Ling Qiang Bo Chun Dan Guo Hong Jian Kai Lan "
        "Na Pei Qi Rong Shu Ting Wen Xia Ying Zhen Ka Man Wai Siu Kwok Yiu Tsz Hiu Suk Chi",
        "Li Wang Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo Liang Song Zheng Xie Han "
        "Tang Feng Yu Dong Xiao Cheng Cao Yuan Deng Xue Fu Shen Zeng Peng Lu Su Jiang Cai Jia Ding Wei Ye Yan Pan Ng "
        "Chan Wong Cheung Lau Leung Kwok Ho Lam Yeung Tsang Mak Chiu Fung Au Tse Tam Yip Ip Lai Tan Lim Goh Teo Koh Ong "
        "Chua Toh Ang Sim Quek Yeo Seah Kho Oei",
        "chinese",
    ),
    Region(
        "japanese",
        ("ja_JP",),
        "Haruto Yui Sota Hina Riku Aoi Kenji Hiroshi Takeshi Keiko Michiko Yoko Noriko Kazuo Shigeru Tetsuya Ayumi "
        "Chihiro Daisuke Eiji Fumiko Goro Hanako Isamu Junko",
        "Sato Suzuki Takahashi Tanaka Watanabe Ito Nakamura Kobayashi Yamamoto Kato Yoshida Yamada Sasaki Yamaguchi "
        "Matsumoto Inoue Kimura Hayashi Shimizu Saito Mori Abe Ikeda Hashimoto Ishikawa Ogawa Okada Goto Hasegawa "
        "Murakami Kondo Ishii Sakamoto Endo Aoki Fujii Nishimura Fukuda Ota Miura Okamoto Takeda Harada Ono Oe",
    ),
    Region("korean", ("ko_KR",), build="korean"),
    Region(
        "vietnamese",
        ("vi_VN",),
        "Anh Binh Cuong Dung Hai Hoa Huong Khanh Lan Linh Long Mai Minh Nam Nga Ngoc Phuong Quang Son Thao Thu Trang "
        "Trinh Tuan Tuyet Van Vinh Xuan Yen Hanh Duc Loan",
        "Nguyen Tran Le Pham Hoang Huynh Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Dinh Doan Trinh Truong Lam Mai Ta Luong",
        "vietnamese",
    ),
    Region(
        "southeast asian",
        ("en_TH", "id_ID"),
        "Sokha Bopha Dara Sophea Channary Aung Thida Kyaw Zaw Nilar Moe Maricel Jomar Rowena Rodel Jhun Nenita Analyn "
        "Budi Slamet Wayan Ketut Nyoman Siti Nurul Khamphone Bounmy",
        "Chea Sok Keo Meas Prak Chhim Htun Thein Oo Myint Hlaing Win Macaraeg Dimaculangan Batungbakal Pangilinan "
        "Magsaysay Catacutan Sumulong Wibowo Sutrisno Hidayat Simanjuntak Siregar Nasution Situmorang Phommachanh "
        "Sengsavang Rattanakosin Suwannarat Chaiyasit Kittikachorn",
    ),
    Region(
        "west african",
        ("yo_NG", "ig_NG", "ha_NG", "tw_GH"),
        "Mamadou Ousmane Aminata Fatoumata Ibrahima Moussa Aissatou Boubacar Mariama Souleymane Kadiatou Seydou Awa "
        "Modou Ndeye Kofi Ama Kwabena Akosua Yaw Efua Chidi Ngozi Emeka Sekou Bintou Koffi Adjoua Yao",
        "Diallo Traore Diop Ndiaye Sow Ba Fall Keita Konate Camara Sissoko Toure Cisse Kone Ouattara Ouedraogo Sawadogo "
        "Kabore Zongo Mensah Owusu Boateng Asante Agyeman Amoah Okafor Eze Okonkwo Nwosu Obi Adeyemi Balogun Bello "
        "Danjuma Sanusi Jallow Ceesay Touray Kamara Sesay Bangura Koroma Agbeko Amegah Kouassi Kouame Bamba",
    ),
    Region(
        "east african",
        ("en_KE", "sw"),
        "Abebe Almaz Tesfaye Hirut Bekele Selam Dawit Tigist Haile Genet Tekle Abdirahman Hodan Ayaan Farah Faduma "
        "Wanjiku Kamau Otieno Achieng Chebet Juma Neema Baraka Uwimana Habimana Mugisha Nakato Wasswa Okello Apio",
        "Gebremariam Woldemichael Tadesse Mengistu Desta Getachew Alemu Wolde Hailu Negash Abdi Warsame Jama Guled "
        "Mwangi Njoroge Kariuki Odhiambo Ochieng Wafula Mutua Musyoka Cheruiyot Rotich Mkapa Mwakyembe Nyerere "
        "Ndayizeye Nkurunziza Hakizimana Nshimiyimana Tumusiime Byaruhanga Ssempijja Lubega Akello Deng Garang",
    ),
    Region(
        "central and southern african",
        ("zu_ZA",),
        "Thabo Lerato Sipho Nomvula Tendai Rudo Chipo Farai Tatenda Blessing Precious Gift Innocent Memory Kagiso "
        "Boitumelo Mpho Palesa Joao Lwazi Zanele Patrice Dieudonne Clarisse Prosper Thandiwe",
        "Nkosi Dlamini Ndlovu Khumalo Mokoena Molefe Mahlangu Zwane Moyo Ncube Sibanda Chirwa Phiri Banda Mwale "
        "Tshabalala Mkhize Mthembu Chikwanda Mutasa Gumbo Kabila Tshisekedi Mbuyi Ilunga Kasongo Mukendi Ngoy "
        "Mabiala Obiang Ngoma Makosso Shilongo Nangolo Haufiku Botha Pretorius Rabemananjara Rakotomalala",
    ),
    Region(
        "hebrew",
        (),
        "Yosef Moshe Avraham Rivka Chana Shlomo Yael Noa Tamar Eitan Amit Gal Ronit Dov Zvi Ehud Orly Shira Nir Uri "
        "Avigail Batsheva Chaim Dvora Efraim Hadas Ilan Liora Menachem Naomi Osnat Pinchas Tzipora",
        "Cohen Levi Mizrahi Peretz Biton Dahan Friedman Katz Azoulay Shapira Ohayon Avrahami Goldberg Rosenberg Segal "
        "Ben-David Bar-Lev Ben-Ami Halevi Elbaz Amar Malka Vaknin Zilberstein Yehoshua Tzur Paz Or Stern Kaplan",
    ),
    Region(
        "pacific",
        (),
        "Sione Mele Tevita Ana Sefo Lupe Ioane Fetu Manaia Tama Aroha Wiremu Hemi Mere Kahu Ngaire Kaimana Leilani "
        "Keoni Malia Kalani Ratu Sitiveni Losalini Apisai Vilisi Mataio Tiare Heimana Kila Toea Vagi",
        "Tuilagi Faleolo Leota Tupou Fifita Taufa Vainikolo Moala Lolohea Ngata Te-Kanawa Parata Rangihuna Whaanga "
        "Kahale Kealoha Kamakawiwoole Nakamura-Keawe Bainimarama Vakatawa Qarase Naulivou Ravouvou Tetuanui "
        "Teriitahi Maraetefau Somare Namaliu Tauili Seumalo Asiata Iosefa Pohiva Aumua Ah-Hoi",
    ),
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a region in Latin letters, in a fixed order."""

    given: tuple[str, ...]
    family: tuple[str, ...]


@cache
def names_of(region: Region) -> Names:
    """All names of a region, from Faker and from here."""
    given, family = set(region.given.split()), set(region.family.split())
    for locale in region.locales:
        given |= _listed(locale, _GIVEN)
        family |= _listed(locale, _FAMILY)
    return Names(tuple(sorted(given)), tuple(sorted(family)))


def _listed(locale: str, attributes: tuple[str, ...]) -> set[str]:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    found = set()
    for attribute in attributes:
        names = getattr(provider, attribute, ())
        for name in names if not isinstance(names, property) else ():
            latin = in_latin(str(name)).strip()
            if len(latin) > 1 and latin.lower() != "doe":
                found.add(latin.title() if latin.isupper() else latin)
    return found
