"""Weights as plain numbers, in log-odds: `bench/learn_body.py` writes this module, classifier.py reads it."""

TOKENS = """
: -54 :0 36 :00 -16 :000 21 :01 -22 :04 -54 :05 -49 :06 -25 :07 -16 :09 -21 :10 -14 :11 -33 :12 14 :13 -34 :14 -29 :15
-36 :150 -12 :16 -14 :17 -10 :19 14 :2 56 :20 -16 :200 -11 :2000 -16 :2016 -15 :2017 -21 :2018 -77 :2019 -22 :2021 10
:2022 23 :2023 -22 :2024 -24 :2025 -59 :2026 37 :21 -11 :22 -49 :23 -19 :24 -13 :25 13 :26 -27 :27 15 :28 -16 :3 36
:34 -14 :4 24 :40 24 :41 10 :42 -15 :44 -13 :49 10 :5 33 :50 -17 :53 19 :57 -11 :69 -13 :70 12 :71 -10 :75 -11 :86 19
:9 28 :90 -14 :99 -61 :about 24 :about_the -21 :above -22 :academic 10 :accept -26 :accessible 21 :account -22
:accounting 13 :actually 12 :added 26 :ads -14 :advanced -15 :advantages 12 :advertisement -54 :advice -29 :affiliate
-21 :affordable 37 :again -11 :agencies 22 :agency 28 :agent 17 :agents 11 :ago -14 :aid 20 :aktuelle -18 :alerts -10
:all 19 :alle -18 :allowing 11 :almost -10 :along -18 :als -11 :alternatives 14 :am -27 :amazon 13 :an 11 :analyze 13
:android -50 :annual -11 :annually -10 :another -10 :answer 10 :anxiety 11 :any -11 :api 26 :app -17 :appear 11
:application 16 :apply -31 :apps 29 :apr -38 :april 11 :are 47 :are_you -12 :art 11 :article -25 :artikel -33 :as 18
:asked -14 :aspect 15 :assessments -20 :assign -11 :associate -21 :at -45 :auch -54 :auf -22 :august 11 :australian
-11 :author -12 :auto 29 :automatic -19 :automatically 12 :automation -36 :automations -21 :available 15 :award -18 :b
-20 :baby 29 :back -31 :bad -10 :band 24 :bar 11 :base 12 :basics 12 :bathroom 15 :battery 19 :becoming -20 :been 34
:before 21 :beginners 14 :begins 28 :bei -12 :being 10 :believe 39 :below -26 :best 30 :best_for 24 :best_overall 17
:better 10 :between 17 :biggest -19 :billion 16 :black 20 :board -14 :book 10 :books -26 :boost -18 :box 12 :brand 13
:branded -29 :branding -20 :bread 25 :breaking -62 :breaks 12 :broadcast 12 :browse -29 :browser -10 :budget 33 :build
11 :builder -26 :built -14 :business -14 :businesses -17 :but 19 :buy -20 :by -30 :c -19 :call 32 :campaign 14
:campaigns -10 :can 26 :capital 37 :case 33 :catering 11 :certain -11 :certified 11 :chain 17 :chair 11 :change 19
:changed -23 :channels -24 :charge -14 :charges -19 :chat -20 :check 56 :children 10 :choice -12 :circle -12 :city 26
:claim 10 :class -10 :classic 15 :clean 13 :click -13 :client 16 :clients -23 :climate 23 :close 15 :clothes 10
:clothing 10 :cloud 19 :coaching -21 :coffee -11 :cold 20 :collection 15 :collective -27 :color 10 :com -112 :combined
14 :comfort -26 :comment -21 :comments -20 :commission -35 :common 44 :communities -11 :community -47 :company -21
:compare -10 :complete -18 :complex 15 :concept 19 :concepts 13 :conclusion 14 :conditions 18 :configuration 11
:connect -37 :cons 37 :console 26 :construction 14 :consultation -34 :containers 12 :contains -22 :content -104
:contents -24 :context -38 :continue -18 :continues -11 :control 26 :convenience -30 :conversation 10 :cookies -10
:cooking -10 :copyright -37 :core 12 :corp -12 :cost 21 :costs -26 :countries -47 :couple 12 :course -40 :courses -57
:coverage -12 :covering 23 :creators -42 :credit 47 :credits 10 :crisis -11 :crm 38 :cup 38 :current 11 :custom -16
:cut -26 :cybersecurity 17 :d -10 :daily -23 :dairy 33 :das -53 :dass -37 :data 24 :de -29 :dead 38 :deal -13 :dealing
-10 :decision 10 :dedicated -11 :deep 10 :delicious 13 :delivers 13 :delivery -21 :dem -36 :demand -14 :den -47
:department 12 :depth 22 :der -48 :des -34 :design 12 :despite 11 :detailed 13 :details 13 :detection 16 :developer 14
:developers 15 :development 25 :device 15 :devices -25 :did -10 :difference -51 :digital -16 :disclaimer -18 :discover
-20 :discover_the -28 :discovery -10 :discussion -13 :display 19 :distance 12 :dive -19 :do -31 :docs 11
:documentation 19 :does 15 :doesn 23 :donald -18 :down 16 :downloads -11 :dr 15 :dream -22 :drink 24 :drop -12 :du -34
:dual 11 :e -17 :each 24 :earn -30 :earning 26 :ease -20 :easily 14 :easy 26 :eat 12 :eating 38 :eco 31 :ecommerce 16
:edge -12 :edition -27 :education 11 :efficient 13 :ein -25 :eine -40 :einem -50 :einen -58 :eines -14 :electric 30
:elements 13 :else -48 :email -42 :emails -27 :en -31 :end 10 :energy -39 :engagement -12 :engines 12 :english -21
:ensure 21 :entry 13 :environment -12 :episode -11 :er -37 :error -22 :es -14 :est -33 :estate -12 :et -18 :etc 14
:even 10 :events -47 :every -13 :example 17 :exciting -12 :exclusive -27 :executive -23 :expect -19 :expenses 10
:expensive 16 :experience -16 :expert 16 :experts -23 :explore -26 :exploring 22 :export -14 :exposure -12 :facebook
-15 :facts 12 :failed -10 :falls -32 :family 12 :fans 16 :faq 14 :fast 23 :faster -19 :fat 10 :favorite 16 :feature 14
:february -17 :fee 15 :feedback -26 :feel 24 :feeling -12 :field -10 :finance 13 :financial -23 :fine 13 :firm 16 :fit
-15 :flexible -14 :follow -44 :following 22 :food 20 :foot 10 :for 16 :form -17 :formats 18 :forms 23 :forward 10
:free -39 :friday 16 :friend -10 :friendly 21 :friends -34 :fruit 20 :fuel 24 :full 30 :future 24 :für -48 :g 19
:games 11 :gear -13 :generation -30 :get -48 :get_started 11 :get_the -13 :getty -44 :gibt 14 :gift 10 :github 10
:give 17 :good 59 :got 12 :gps 28 :great 39 :green 23 :group 66 :growth -22 :guide 24 :gym 19 :haben -51 :habits -17
:half 10 :handy -26 :happy 10 :has 36 :hat -19 :have -13 :he 10 :healthy 16 :heard 11 :heart 10 :heavy -18 :hi -12
:hier -13 :high 26 :him -11 :hit -16 :home -18 :homes 25 :hope 10 :hosting -11 :hotel 38 :hotels 14 :hours 26 :how 13
:how_do 18 :how_to 10 :however 12 :html 23 :https 29 :https_www 19 :hub -22 :hubspot 15 :hurt 23 :hybrid 27 :id 37
:ideal -20 :identity -10 :il -37 :im -50 :image -23 :images -53 :impact 25 :import -18 :important 17 :improve 20
:improvement 16 :inbox -17 :inc -23 :inch 18 :includes 29 :income 42 :independent -24 :independently -19 :info -18
:information 23 :initial 12 :inner 12 :innovation 12 :ins 11 :insights 13 :instagram -19 :installation 14 :instead 10
:institute 12 :instructions 30 :integrations -14 :internal 13 :international -23 :into -11 :investing -35 :iphone -25
:is -20 :isn 10 :ist -91 :it 18 :item 11 :its -15 :j -23 :jahren 20 :jetzt -16 :join -28 :joining -20 :journal 27
:journey 29 :july 46 :just -12 :keep 16 :keeps -17 :key 40 :key_features 15 :ki -10 :king 27 :know 12 :können -29 :l
-16 :la -33 :land 10 :last 15 :latest -44 :launch -30 :le -47 :leader -12 :learn_more -23 :left -14 :legal 29 :less 16
:let_us -15 :letting -11 :level 32 :life 13 :light 20 :lights 30 :like -36 :limited 29 :link -34 :links -12 :list 16
:listed 19 :lists 18 :live -31 :local 10 :logo -21 :london -16 :long 41 :look 18 :looking -13 :looking_for -16 :looks
12 :lot 11 :low 33 :ltd -17 :m -29 :machine 24 :made 12 :magazine -21 :main -10 :major 23 :makes -18 :making 14
:manage -21 :management 38 :map 21 :mar -33 :mark -33 :marketing -11 :marketplace -36 :markets -27 :martin 14 :mary
-11 :match -13 :material 28 :materials 10 :md -14 :me -25 :meal 11 :meals 15 :media 27 :medium 22 :meet -21 :meeting
35 :mehr -59 :mehr_zum -11 :member -48 :membership -11 :memory 37 :message -16 :michael 12 :million 16 :min -52 :mind
-33 :minimal 15 :minutes 18 :missing 10 :mit -35 :mo -74 :mobile -20 :model 19 :modern 13 :modules 13 :moment -10
:month 25 :monthly -18 :months -21 :more -37 :motivation -21 :moving 20 :much 28 :must 18 :my 36 :n 11 :nach 13
:nachrichten -20 :name 11 :national 11 :natural 14 :nature 10 :net 21 :networks -10 :neue -47 :never 11 :new -33 :news
-91 :newsletter -58 :next -14 :nicht -36 :night -17 :nights -14 :no -26 :not 29 :note 11 :notifications -33 :nov -26
:november 14 :now -25 :nur -11 :o -24 :october -21 :oder -11 :of 13 :offer -35 :offered 14 :old -19 :on_the -11
:onboarding -11 :once 21 :one_of -10 :opens -11 :opportunities 13 :opt -18 :options 28 :order -25 :orders -12 :organic
23 :origin 15 :original 12 :other -28 :our -23 :out -28 :outdoor 10 :output 16 :over -14 :overall 20 :own 24 :owners
-10 :p 66 :package 10 :page -24 :pages -17 :paris -23 :park -18 :parts -11 :pass 12 :patterns 13 :paul -15 :payments
-16 :paypal -10 :peace -18 :percent 11 :performance 31 :person 12 :photos 19 :physical 12 :pictures -10 :pinterest -10
:place 19 :planet 11 :planning 34 :plant 21 :plate 14 :platform -37 :platforms -23 :playing -13 :please -26 :pm -15
:pocket 10 :police -17 :policies 25 :policy -10 :portfolio 14 :positions -12 :possible -10 :posts -43 :potential 14
:powered -17 :practice -12 :practices 10 :prefer -15 :preferences -10 :premium -25 :presentation 10 :press -15 :price
29 :prices -17 :pricing 35 :probably -13 :problem 12 :production 47 :products -31 :professional -11 :professor -10
:profiles -10 :profit -10 :project 42 :projects 21 :promotion -10 :property 19 :pros 18 :protein 18 :provide -27
:provided -24 :providers 22 :public 13 :pull 13 :purchases -27 :quality 28 :query 17 :question -13 :questions 12
:quick 27 :race -10 :raise -13 :range 47 :rated 32 :rather -45 :ratings -53 :raw 19 :re 23 :read -76 :read_more -40
:reader -23 :reading -28 :real -12 :receive -22 :recipes 12 :recommend -17 :recommendations -21 :red 45 :redaktion -23
:reduce 11 :reflect -13 :region 13 :regional -22 :regions 11 :registered -62 :registration 26 :registry -21 :related
-66 :released 10 :report -41 :reporter -24 :reporting -11 :request 28 :requires 11 :research -11 :reserved -11
:resolution 13 :resources 14 :response 11 :rest 35 :restaurants 12 :results -15 :return -13 :review 10 :right -24
:rights -20 :risk 20 :roles -11 :room 38 :routines -19 :run 36 :s -25 :sa -19 :safety 18 :said 40 :sale -15
:salesforce 12 :salt 13 :saturday 11 :save -20 :savings -26 :scaling -19 :schedule -27 :screen 10 :scroll -14 :search
23 :secret -10 :security 28 :see 14 :select 12 :selecting 16 :self 12 :sell -19 :sensitive 12 :sensor 18 :seo 27
:series 20 :setting 11 :setup 12 :shape -20 :share -52 :share_this -13 :share_your -13 :sharing -18 :ship -10
:shipping -18 :shoes 14 :shop -29 :shopify 15 :should 32 :shows -17 :sich 20 :side 19 :sie -39 :sign -46 :sign_up -17
:simple 16 :since -21 :single 10 :sit -17 :site -19 :sizes 23 :skill 13 :sleep 13 :small 61 :smart -19 :smarter -14
:social 39 :soft 11 :software 27 :someone -31 :sorry -19 :source 23 :south 10 :space 17 :speaker -13 :speaking -25
:special 16 :specific 12 :speed 16 :sport 14 :sports -22 :stable 32 :stand -35 :stars -28 :start 32 :started 13 :state
23 :states -15 :station -17 :stay -17 :stay_up -10 :steep 10 :step 41 :steps 10 :storage 22 :store -21 :stories -33
:strategy 21 :streaming -14 :street 28 :stress 10 :string 16 :strong 11 :subject 16 :subscribe_to -12 :subscribing -26
:subscription 15 :such 45 :suit 26 :suits -10 :summary 11 :sunday 22 :support 17 :supports -20 :sure -14 :sustainable
18 :switch -16 :system 17 :systems 39 :t 14 :table_of -24 :tags -76 :tailored -34 :task 16 :taste -12 :tax 37 :team 14
:tech 27 :template 26 :templates -11 :term 18 :terms -11 :test -10 :tested 27 :thanks -28 :thanks_for -32 :that 32
:the 15 :their -14 :thema -34 :themselves -18 :then 21 :there_are -19 :thing 15 :things 16 :third 34 :this -18
:this_article 12 :this_is -28 :this_post -22 :those 15 :though 11 :thought 11 :three 18 :through -16 :throw -10
:thursday -12 :tickets -24 :time 12 :timeline 42 :timelines -10 :times -14 :tip 15 :to 26 :today -61 :too -13 :tools
-36 :topics -23 :trademark -111 :training 10 :transaction -11 :transition 23 :transportation 16 :travel 44 :trend 11
:trip -40 :truck 10 :trump 24 :trusted -23 :try -19 :tuesday 34 :tuning 13 :turn -10 :tutorials 10 :tv -25 :two 17
:type 23 :typical 15 :u -14 :uk 10 :ukraine 16 :ultimate 18 :ultra -42 :um 33 :un -24 :und -59 :under 12 :unique 22
:united -15 :university 28 :unlimited -34 :up -25 :upgrade -24 :upon 10 :ups 10 :us -40 :usa -15 :usage -14 :use 19
:used 10 :user 16 :valuable -35 :via -30 :video -43 :videos -38 :vip -15 :vision -10 :visit -17 :visiting -21
:visualization 18 :von -63 :vor -52 :vs -16 :w -24 :wall 21 :want -39 :want_more -24 :want_to -16 :war 13 :warm 29
:was 53 :waste 19 :watch 31 :way 33 :we -25 :we_ll -32 :weather -13 :web 34 :webinars -13 :website -12 :websites 15
:wednesday 15 :week 12 :weekend -22 :weekly -24 :welche -17 :welcome -20 :welcome_to -15 :well 30 :wellness -30
:werden -63 :what 33 :what_is 10 :what_you 19 :when 19 :where_to -24 :which 20 :who 43 :why 20 :wie 19 :will 25
:winning -13 :wir 10 :wird -71 :wired 10 :with -15 :without 19 :wordpress -20 :work 22 :workflow 25 :workout 19 :world
-31 :worth 11 :would -54 :writer -13 :writing 12 :written -17 :www 68 :y 15 :year -13 :yes -21 :you -34 :you_can -14
:you_may -16 :your -22 :yourself -16 :youtube -35 :z -54 :zu -13 :zum -30 :zwei 18 :â -59 :über -11 <a 38 <article -43
<aside -242 <dd -25 <details 26 <div -29 <dt 24 <figure -40 <footer -144 <form -68 <h2 17 <h3 125 <h4 90 <h5 42 <h6
-262 <header -142 <li 25 <main 43 <nav -16 <ol -59 <p 13 <pre -33 <span -39 <table 21 <tbody -25 <thead 15 <ul 21 ab
22 about -29 above -11 absolute -26 ac 44 access 28 accordion -92 account -16 active 12 ad -28 add -15 additional 58
ae 24 af -45 after -24 ai -34 ajax -27 alert 12 align 37 aligned 20 all 45 alt -50 an 12 and -19 animate 27 animated
51 animation 11 archive -24 are 16 article 39 articles 33 at 15 attribution -43 author -81 authors -61 auto 23 av -25
ba 38 background -54 banner -82 bar -51 base 19 bc 38 before -38 below -77 best 17 between -41 bg -61 big 82 bio -56
bl 11 black -63 blend 10 block 65 blocks 28 blog 22 blurb 33 bn -15 body 22 bold -15 border -42 bottom -22 box -100
boxed 97 br -41 breadcrumb -14 breadcrumbs 12 break 45 browser -14 btn -23 button -10 byline -85 bypostauthor 31
byuser 30 c 20 ca 21 callout 37 card -20 cards -38 carousel -48 cat -22 cb -32 cc 22 cell 12 center -58 centered 36
check 47 checkbox -23 child 32 clamp -18 class -11 clear -70 clearfix -16 clickable 12 closed -74 cn -12 code 67 col
19 collection -30 colophon -18 color -134 cols 21 columns 20 comment -277 comments -139 comp -15 compact -29 con -40
condition -18 consent -37 constrained 44 cont -17 contact 20 contains -31 contents 14 control 16 cookie -99 copy -19
copyright -39 core 56 cos 33 cost 10 count -38 counter -15 cq -13 create 91 credit 12 credits 41 ct 49 cta -92 custom
-53 da 25 dark 16 db 25 dd -20 default 29 dek -15 depth -99 desc -13 description 21 desktop -100 detail 75 df 28
dialog -82 disclaimer -68 display -26 div -35 do -31 does 22 dot -12 download -12 drawer 22 dropdown -73 duration 28
dyn -157 dynamic -23 ea 50 ease 35 eb 42 ec 26 ed -21 edit -25 editor 27 ee 17 el -48 element 34 elementor 52 elements
-23 em 31 email -19 empty 10 entity 44 entry 101 error -37 even -81 events -11 excerpt -103 f -32 fa 54 family 69 faq
83 faqs 42 fb -18 feature 15 featured -27 features 12 feedback -18 ff 18 field 12 fill 13 first -142 fixed 35 fl 36
flat -15 flex -17 flow 19 fluid -30 focus -11 follow -23 font -19 foot -12 footer -181 footnote 72 for 39 form -39
format 28 four -36 frame -19 from -18 ft 28 full 23 fw 42 ga 13 gallery -33 gap 26 gb -13 gd 18 general 12 global -11
go 11 google -24 gradient -84 gray -28 grid 10 group -28 guide 41 gx 17 gy 75 h -16 ha -44 hb 20 hc 17 he 35 head -120
header -100 heading -49 headline -77 height 14 hentry -26 hidden -86 hide -87 highlight 72 horizontal -19 hover -25
how 48 hs -10 html 65 icon 57 icons 75 id 57 image -30 images 30 img -103 in -27 info -94 information 12 inherit 15
initial -58 inline -53 inner -26 intro 67 invisible 23 is 21 it 58 items 34 j 45 jh 38 jr -18 js -55 justify -92 jy
-25 k -64 kq -16 kt 26 kw 44 l -26 label -25 labels 15 language 13 last 37 latest -51 layout 17 lazy -15 lead -71
leading -10 left -11 legal -12 level 33 lg -21 lh 17 li -22 light 55 like -12 line 26 link 28 links 26 list -30
listing -37 lo 38 location -47 login -10 logo -10 long 52 loop 18 ls -29 lv -17 lw -11 m 34 main 44 management 14
margin 47 markdown 29 marketing -15 markup -10 mb 42 md -23 me 17 media -25 medium 33 menu -98 message -40 meta -63
metadata -24 middle -39 min 49 mini -16 mix 10 ml 92 mm 77 mobile -111 mod -20 modal -192 module 20 most -24 mr 61 ms
-39 mt -54 muted 12 mv 98 mx 21 my 74 n 16 name 56 nav -89 navigation -18 new -12 news -26 newsletter -78 nm -17 no
-34 node 71 none 18 normal 37 not -54 note -69 notice -20 notification -14 nowrap -16 o -69 object -11 odd -49 of 68
offset -14 only -35 options -49 or 18 order -18 out 70 outer 10 outside -13 overflow 112 overlay -28 overview -31 ow
-19 page -63 pagination -34 pane -11 panel 35 paragraph 76 parent -19 part -68 passthrough 10 pb 33 pg 54 picks 15 pl
-13 placeholder -151 player 20 podcast -10 policy -26 popular -26 populated 12 popup -70 position 29 post 11 posts -24
pre 28 prev -10 pricing 50 primary -40 print -16 privacy -14 pro -46 product 44 profile 58 promo -38 pros 24 prose -26
pt -26 publish -13 published -75 pull 47 purple 23 pv -31 px 11 py -54 q -28 qm 11 query -24 question -12 quote -30 qw
26 r 68 rail -50 ranking 32 raw 16 reader 38 reading -11 recent -11 recirc -14 recommended 27 reference -81 register
-14 regular -38 related -170 relative 29 rem 12 reset 13 resource -69 responsive 30 result 22 results -20 reverse -44
review 63 reviews -11 revisions -10 richtext 22 right -48 ro 21 root 33 row 25 rq 19 rt 72 s -38 sans 28 sb 24 sc 15
screen -107 scroll -37 sd -13 search -24 sec -26 second 17 secondary -19 section -16 sections 77 semibold -26 serif
-37 settings -23 shadow 18 share -60 sharedaddy -12 sharing -15 short -12 shortcode -29 show -47 side -15 sidebar -72
sign -32 signup -33 single 33 size -54 slide 24 slot -12 slug 19 sm -68 small -37 social -164 solid 28 source 21 space
55 spacing 69 sqs 15 ss 18 st 10 stack 23 stacked -13 standard 12 start 34 static 15 step 13 sticky -24 stretch -54
style 90 styles 46 sub -28 subheading -16 submission -14 subscribe -54 subscriber -26 subscription -66 subtitle -32
summary -53 system 19 t -20 table -25 tablet -169 tabs 14 tag -13 tags -15 taxonomy -18 tb -42 td -13 teaser -63
template -18 terms 48 tertiary 10 test -25 text -23 textwidget -51 the 16 theme 80 thread -108 three -22 thumbnail -20
tight 31 time -19 tip 34 tips 35 to 14 toc 15 toggle -17 tooltip 26 top -18 track 28 tracking 29 transition -56
transparent 43 travel 10 trust -21 tweet -11 twitter -15 two -89 txt -28 type 80 u 43 ul 24 underline 48 unstyled -56
up 65 update -10 updated -10 uppercase 15 uq 49 url -15 us -26 user 83 v 35 valign 31 variant 87 vc -16 vcard -12
vertically 18 video -66 view -38 visible -28 visually -56 weight -17 well -33 what 24 white -92 why -18 wide -20
widget -72 width 26 window -104 with 46 wk 115 words 20 work -14 wp -12 wrap -83 wt -26 wysiwyg 106 x -26 xl 14 xm -38
xs -30 y -35 yoast 22 you 13 yui 19 z -88 zk 30 zn 94
"""
"""Class words, tags (<) and words of short blocks (:), each with its weight in hundredths."""

NUMBERS = """
2.912 0.05767 0.8633 -2.72 0.7208 1.207 2.068 0 1.956 0.9261 0.1509 1.469 0.4003 -1.069 -2.635 -2.015 -0.01533 -0.9063
0.8521 1.04 0.1553 0.7246 -0.02579 -0.3354 0.326 0.01093 -0.8878 0.168 -1.307 -1.503 -0.00218 -0.8404 -1.194 -0.4188
0.2263 -1.518 -0.305
"""
"""The bias, then a weight for each of a block's numbers, in the order of features.NAMES."""

TREES = """
41 0.4189 41 -1.056 =0.336 35 7.458 =0.434 =0.560 41 1.715 25 0.9981 =0.585 =0.416 35 9.158 2 0.6095 =0.658 =0.454
=0.430 ; 36 -0.2053 36 -1.348 =-0.185 =-0.105 36 2.075 33 0.6482 41 1.659 16 0.03169 =0.019 =-0.063 =0.042 =0.086 16
0.0669 =0.067 =0.111 ; 41 0.4189 36 -0.7522 =-0.164 =-0.059 36 2.011 25 0.9623 =0.043 18 0.1092 =-0.109 =0.052 16
0.1028 41 4.999 =0.079 =-0.044 =0.107 ; 41 0.4189 41 -0.6566 =-0.149 =-0.045 35 9.158 41 1.715 42 4.649 =0.031 =-0.149
42 -1.305 =-0.068 2 0.685 =0.100 =-0.093 =-0.116 ; 41 0.4189 41 -1.056 =-0.141 =-0.058 19 2.5 42 4.689 =0.049 38 2.07
=-0.155 =0.075 2 0.6506 43 0.9754 =0.095 =-0.022 =-0.080 ; 19 2.5 27 1e-35 43 0.9998 32 2.5 11 1e-35 =-0.031 =0.036
=-0.134 =-0.123 =-0.132 43 0.9998 35 9.158 =0.091 =-0.104 =-0.125 ; 41 0.1176 41 -1.3 =-0.125 =-0.062 17 0.444 33
0.2116 18 0.02055 =0.023 =-0.124 =0.044 35 9.158 2 0.6095 =0.091 =-0.053 =-0.082 ; 36 -0.2053 36 -2.32 =-0.122 =-0.076
36 2.075 42 4.689 20 0.002879 16 0.04467 =0.048 =-0.043 =0.056 =-0.123 42 -1.305 =-0.108 =0.087 ; 36 1e-35 36 -1.415
=-0.114 =-0.053 36 2.137 42 4.689 =0.029 =-0.120 35 9.158 42 -1.305 =-0.067 2 0.6095 =0.091 =-0.154 =-0.110 ; 36
-0.6403 =-0.106 36 2.311 42 4.689 32 2.5 =0.027 35 7.115 =-0.171 =0.069 =-0.100 35 9.158 42 -1.305 =-0.067 =0.087
=-0.102 ; 36 0.9012 36 -1.796 =-0.106 =-0.038 17 0.3216 25 0.9981 42 -1.305 11 1e-35 =-0.154 =0.031 40 -4.891 =-0.127
=0.058 =-0.097 =0.079 ; 36 -0.2053 36 -2.32 =-0.104 =-0.059 36 2.534 35 7.135 17 0.3216 =-0.056 =0.034 =0.042 35 9.158
2 0.685 =0.082 =-0.152 =-0.092 ; 36 -0.5885 =-0.094 36 2.075 35 7.523 32 2.5 =-0.004 =-0.138 =0.054 35 9.158 17
0.08538 =0.019 =0.081 43 0.186 =0.086 =-0.123 ; 41 0.1176 41 -2.803 =-0.099 =-0.054 17 0.444 42 0.4594 35 7.844 =0.020
=-0.178 35 6.803 =-0.048 =0.049 35 9.158 =0.073 =-0.054 ; 41 0.8928 41 -1.786 =-0.094 35 7.226 =-0.059 =0.022 35 9.158
19 2.5 32 2.5 =0.028 =-0.142 0 2.917 =0.042 =0.079 =-0.085 ; 41 0.8928 41 -2.241 =-0.094 =-0.038 18 0.07323 25 0.9623
40 -2.397 =-0.086 =0.041 =-0.078 11 1e-35 16 0.9991 =0.034 =-0.186 =0.075 ; 38 -0.6711 18 0.218 =-0.079 =0.029 19 2.5
35 6.865 =-0.035 42 0.4594 =-0.092 =0.046 35 9.158 42 0.4594 =-0.053 =0.073 =-0.075 ; 41 0.4189 41 -2.34 =-0.090
=-0.039 17 0.3216 42 4.689 20 0.009808 17 0.2273 =0.018 =-0.133 =0.070 =-0.061 14 0.05877 =0.071 =0.013 ; 41 -0.288
=-0.078 17 0.444 42 0.4594 29 9.5 =0.115 =-0.115 33 0.2646 =-0.041 42 3.928 =0.063 =-0.014 14 0.04549 =0.072 =0.026 ;
36 -0.5885 36 -2.81 =-0.088 =-0.042 36 2.932 42 4.689 32 2.5 =0.020 =-0.087 =-0.087 35 9.158 42 -1.305 =-0.058 =0.075
=-0.073 ; 36 1.267 36 -2.81 =-0.086 35 7.523 =-0.044 =0.029 35 9.158 36 2.958 35 6.832 =-0.025 =0.048 =0.070 34 0.213
=0.089 =-0.113 ; 41 1.449 41 -1.3 =-0.078 35 7.542 =-0.032 =0.038 35 9.158 42 -1.305 =-0.072 14 0.04921 =0.068 44
0.02175 =-0.085 =0.029 =-0.069 ; 36 1.309 36 -2.81 =-0.083 =-0.021 18 0.07613 42 -1.305 =-0.102 42 4.663 40 -2.547
=-0.108 =0.045 =-0.070 11 1e-35 =0.005 =0.067 ; 36 -1.069 36 -3.119 =-0.083 =-0.043 36 2.932 21 4.987 =0.007 =-0.131
16 0.07359 41 4.524 40 -2.306 =-0.209 =0.042 =-0.075 =0.069 ; 41 0.5143 41 -3.204 =-0.082 35 7.226 =-0.051 =0.018 33
0.3827 =0.002 35 9.158 42 -1.305 =-0.033 =0.059 34 0.3385 =0.065 =-0.115 ; 41 -1.056 =-0.070 36 2.534 35 7.852 =-0.014
=0.049 35 9.158 17 0.0688 11 1e-35 =-0.087 =0.045 2 0.7246 =0.066 =-0.201 =-0.065 ; 36 -1.069 =-0.067 36 2.908 35
7.157 =-0.016 14 1e-35 =-0.133 =0.036 35 9.227 18 0.07323 18 0.05106 =0.041 =-0.067 =0.069 =-0.071 ; 36 -1.141 =-0.066
36 2.788 43 0.9338 35 6.766 =-0.024 16 0.9991 =0.034 =-0.138 =-0.047 35 8.956 2 0.7246 =0.061 =-0.183 =-0.053 ; 36
1.68 36 -3.037 =-0.076 35 7.523 =-0.030 =0.030 35 9.227 19 3.5 29 10.5 =0.015 =-0.112 2 0.6095 =0.061 =-0.181 =-0.069
; 36 -1.415 =-0.067 36 2.764 35 7.852 =-0.009 =0.039 35 8.956 16 0.1028 41 4.906 =0.023 =-0.094 =0.068 44 0.6427
=-0.094 =0.044 ; 41 -2.34 =-0.072 41 1.522 33 1.402 42 1.384 42 0.5909 =-0.013 =0.111 =-0.021 =-0.116 42 -1.305
=-0.062 14 0.04853 =0.051 =0.003 ; 41 -2.34 =-0.070 18 0.41 35 7.157 42 2.142 =0.020 =-0.036 42 -1.305 =-0.091 35
9.158 =0.042 =-0.075 11 1e-35 =-0.018 =0.062 ; 36 -1.796 =-0.063 36 2.958 44 0.06814 =-0.034 29 10.5 41 3.17 =0.023 20
0.03455 =0.015 =-0.086 =-0.076 30 1e-35 =0.048 =-0.106 ; 36 -3.037 =-0.071 36 3.38 42 4.318 41 3.713 =0.015 20 0.03606
=0.008 =-0.113 =-0.060 16 0.0669 17 0.8725 =-0.060 =0.073 =0.060 ; 41 -2.98 =-0.071 38 2.45 29 10.5 43 0.37 =0.042 35
7.847 =-0.022 =0.042 =-0.077 35 9.227 2 0.5127 =0.046 =-0.084 =-0.060 ; 43 0.9338 29 10.5 18 0.41 =0.007 2 0.5548 13
0.07435 =0.065 =-0.071 =-0.118 17 0.7667 18 0.2817 =-0.074 =-0.377 =0.033 =-0.055 ; 40 -0.6659 42 3.716 18 0.0788
=-0.038 =0.031 =-0.065 25 0.9623 35 9.158 11 1e-35 =0.006 32 2.5 =0.053 =-0.125 =-0.052 =-0.032 ; 41 -3.064 =-0.069 18
0.41 42 4.237 42 0.4594 29 8.5 =0.119 =-0.070 =0.017 41 2.475 =-0.078 =0.033 0 3.314 =-0.003 =0.061 ; 40 -0.7218 29
6.5 =0.056 37 -3.818 =-0.073 =-0.030 18 0.5986 34 0.0674 =-0.062 42 -1.305 =-0.059 33 0.6289 =0.005 =0.043 =0.053 ; 36
-3.037 =-0.065 36 3.358 42 3.738 =0.019 44 0.06814 =-0.079 =-0.009 18 0.373 18 0.3315 =0.010 35 6.711 =-0.536 =0.054
=0.060 ; 39 -0.577 36 -3.188 =-0.066 =-0.017 35 9.158 36 3.475 42 3.738 =0.028 =-0.015 42 3.034 =-0.047 =0.065 34
0.2464 =0.066 =-0.096 ; 36 -3.336 =-0.067 36 3.475 42 4.318 =0.007 38 2.07 =-0.085 =0.029 18 0.3959 17 0.8929 17
0.8823 =-0.012 =-0.490 =0.067 =0.058 ; 39 -1.672 18 0.373 =-0.051 =0.036 36 2.507 =-0.003 35 8.554 35 4.962 =-0.145 16
0.07359 =-0.002 =0.061 35 8.573 =-0.296 =-0.026 ; 39 -1.672 18 0.5582 =-0.048 =0.044 24 3.624 21 4.966 17 0.926
=-0.003 16 0.9991 =0.045 8 1e-35 =-0.181 =0.029 =-0.132 =0.040 ; 40 -3.304 17 0.2273 =-0.060 =-0.002 34 0.0674 =-0.050
43 0.3919 0 3.314 =0.012 =0.066 16 0.9916 17 0.444 =-0.011 =0.033 =-0.075 ; 41 -3.064 =-0.057 34 0.0674 =-0.042 35
8.956 44 0.06814 42 1.384 =0.087 =-0.025 32 2.5 11 1e-35 =0.005 =0.043 =-0.059 =-0.058 ; 41 -3.145 =-0.058 32 2.5 42
0.4594 =-0.042 42 1.384 =0.104 43 0.8699 18 0.3959 =0.008 41 1.522 =-0.155 =0.053 =-0.027 =-0.074 ; 36 -4.59 =-0.069
36 3.475 35 7.157 42 2.202 35 7.017 =0.049 36 0.8423 =-0.104 =0.073 =-0.035 =0.018 35 7.844 =0.052 =-0.017 ; 39 -5.273
1 0.725 =-0.065 =0.037 43 0.7453 32 2.5 14 0.01696 =0.047 =0.009 1 0.3417 =0.015 =-0.150 42 3.716 =0.013 =-0.040 ; 36
-3.421 =-0.054 18 0.5986 16 0.9991 =0.002 18 0.2817 =0.031 =-0.218 14 0.04759 16 0.9848 =0.065 =-0.008 29 10.5 =-0.010
=-0.247 ; 40 -4.408 =-0.039 33 0.5375 16 0.04583 =0.012 42 2.142 =0.039 37 3.208 =-0.061 =0.013 42 0.4594 =-0.058 15
6.445 =0.048 =0.002 ; 40 -4.05 =-0.040 33 0.5482 35 7.418 =-0.018 =0.022 11 1e-35 =-0.009 35 8.956 14 0.07152 41
0.4189 =-0.009 =0.063 =-0.061 =-0.042 ; 41 -4.767 =-0.062 2 0.685 17 0.444 42 4.672 =0.003 =-0.066 0 3.676 =0.004 34
0.6788 =0.069 38 4.84 =0.018 =-0.190 =-0.065 ; 36 -3.663 =-0.050 29 10.5 44 0.6068 29 5.5 =0.088 42 0.4594 =-0.054 42
1.384 =0.118 =-0.002 1 0.575 =0.006 =0.068 =-0.040 ; 41 -3.389 =-0.050 35 4.962 =-0.068 43 0.4106 18 0.06616 =0.004
=0.060 35 8.937 42 0.4594 =-0.050 42 1.384 =0.116 =0.007 =-0.094 ; 43 0.9338 29 10.5 16 0.9916 18 0.41 41 3.688 =0.017
=-0.038 14 0.05877 =0.064 =-0.034 =-0.046 1 0.6417 =-0.067 =0.060 =-0.031 ; 40 -0.6659 42 2.502 =0.013 35 7.546
=-0.049 =0.013 42 -1.305 35 7.844 =0.052 =-0.128 35 8.956 =0.017 34 0.1955 =0.082 =-0.075 ; 34 0.01493 =-0.075 34
0.9841 18 0.5986 35 7.847 35 7.8 =-0.001 =-0.090 35 9.158 =0.046 =-0.066 2 1e-35 =0.052 =-0.017 =-0.051 ; 39 -3.299 18
0.3071 =-0.047 =0.034 21 4.987 15 6.072 34 0.9913 0 3.35 =0.003 =0.038 =-0.070 32 2.5 =0.000 =-0.086 =-0.099 ; 39
-1.672 33 0.2018 =-0.055 =-0.008 32 2.5 35 8.956 24 3.481 =0.007 =0.042 34 0.213 =0.077 =-0.074 0 3.541 =0.016 =-0.136
; 17 0.926 17 0.8823 37 -3.24 =-0.036 =0.003 17 0.8951 43 0.2625 =-0.014 =-0.222 19 1.5 =-0.084 =0.025 16 0.9848
=0.040 =-0.029 ; 44 1e-35 43 0.8699 =0.077 =-0.041 2 0.599 35 4.962 =-0.064 35 6.276 =0.049 35 6.766 =-0.028 =0.013 35
7.338 =-0.096 =0.039 ; 41 -4.767 =-0.052 29 10.5 43 0.4208 2 0.6013 18 0.06885 =0.004 =0.056 =-0.101 35 8.956 =-0.002
=-0.082 35 5.807 =-0.126 =-0.007 ; 41 -4.767 =-0.049 2 0.6206 18 0.3959 18 0.2817 =0.001 8 1e-35 20 0.03647 =-0.057
=-0.315 =0.013 =0.025 18 0.4937 =0.007 =-0.124 ; 34 0.06242 =-0.041 29 6.5 =0.042 40 -1.859 35 7.226 2 0.01215 18
0.7131 =-0.072 =0.036 34 0.8735 =0.085 =-0.038 =0.019 =0.006 ; 41 -4.767 =-0.050 16 0.9848 17 0.926 16 0.8866 40 4.117
=0.008 =-0.037 16 0.8924 =-0.239 =0.008 =0.040 32 1.5 =-0.023 =-0.250 ; 36 -4.59 =-0.047 35 4.962 29 10.5 36 1.216
=-0.065 =0.067 =-0.152 35 5.457 =0.083 24 0.8959 =0.041 44 0.06814 =-0.020 =0.007 ; 36 3.475 35 7.847 35 7.8 34
0.07218 =-0.055 33 0.05387 =0.034 =-0.010 =-0.085 =0.024 35 8.554 =0.039 34 0.3695 =0.024 =-0.092 ; 29 10.5 43 0.3919
14 0.05889 =0.038 =-0.017 0 4.494 35 8.956 35 7.847 =-0.007 =0.037 =-0.072 =-0.065 35 4.962 =-0.194 =-0.015 ; 42 3.716
35 6.503 39 -5.616 =-0.082 =0.063 =0.001 42 3.742 =-0.122 43 0.7453 35 4.962 =-0.157 25 0.9981 =0.029 =-0.059 =-0.032
; 36 -5.7 =-0.054 35 4.962 17 0.747 29 10.5 =-0.039 =-0.189 =0.025 44 0.6001 =-0.002 1 0.675 =0.001 2 0.685 =0.071
=-0.125 ; 25 0.9981 34 0.0674 =-0.038 40 -4.831 =-0.026 35 9.227 =0.014 20 0.04487 34 0.2048 =0.067 =-0.098 =0.096 42
4.328 =-0.007 =-0.080 ; 0 4.987 33 0.7396 42 4.689 =-0.000 37 2.056 =-0.088 =0.035 44 1e-35 =-0.040 42 1e-35 =-0.040
=0.038 8 1e-35 =-0.132 =0.006 ; 14 0.0351 11 1e-35 16 0.9991 =-0.013 =-0.143 35 6.276 =0.072 35 6.293 =-0.115 43
0.3733 =0.050 =0.004 35 4.962 =-0.122 =-0.008 ; 39 -5.192 33 0.3518 =-0.058 =0.015 34 0.07218 44 0.849 =-0.154 =-0.025
30 1e-35 42 0.4594 =-0.024 42 1.384 =0.096 =0.003 =0.093 ; 17 0.9273 35 6.766 17 0.8823 35 6.503 0 4.494 =0.018
=-0.112 18 0.07323 =-0.084 =0.017 =-0.092 =0.003 16 0.9848 =0.035 =-0.031 ; 35 4.962 33 0.3433 18 0.4873 =-0.078
=0.052 =-0.172 42 -1.305 35 7.844 =0.059 =-0.122 33 0.5411 =-0.003 35 8.546 =0.031 =-0.026 ; 18 0.7785 16 0.8866 42
4.092 =0.007 =-0.026 16 0.8924 =-0.210 3 1e-35 0 3.35 =-0.105 32 2.5 =0.019 =-0.251 =0.041 =0.022 ; 0 3.418 =-0.006 18
0.06885 35 7.847 35 7.664 35 7.523 =-0.032 =0.077 =-0.112 =0.033 35 8.554 =0.043 35 8.573 =-0.254 =-0.013 ; 42 4.615
41 5.099 14 0.0333 11 1e-35 16 0.9991 =-0.004 =-0.133 20 0.03996 =0.014 =0.063 =-0.006 =-0.086 37 2.056 =-0.079 =0.021
; 35 4.962 33 0.5327 18 0.218 =-0.077 =0.028 =-0.180 16 0.9848 17 0.9574 =-0.001 =0.038 20 0.002551 =0.039 20 0.003418
=-0.153 =-0.030 ; 14 0.04549 17 0.444 =-0.009 16 0.7918 =0.059 18 0.5986 =-0.050 =0.028 18 0.0443 =0.005 42 2.142
=0.061 16 0.1069 =-0.135 =-0.050 ; 42 3.738 42 3.477 =-0.002 =0.052 42 3.742 =-0.148 43 0.9305 20 0.05997 35 8.554 35
4.962 =-0.118 =0.030 =-0.052 =-0.046 =-0.046 ; 41 -4.767 =-0.048 21 4.987 21 3.418 16 0.04467 =0.011 14 0.05549 17
0.444 =-0.020 16 0.7918 =0.061 =-0.010 =-0.034 =0.022 =-0.071 ; 14 0.04352 41 1.449 30 1e-35 =-0.021 =0.049 35 8.956
=0.027 =-0.050 35 6.766 35 6.746 44 0.8059 =-0.008 =-0.074 =-0.141 =0.003 ; 0 4.98 14 0.04541 =0.010 18 0.0455 =0.006
42 2.142 42 0.4594 =-0.033 =0.096 39 3.433 =-0.079 =0.008 8 1e-35 =-0.116 =0.018 ; 0 4.98 42 4.615 41 4.57 0 3.676
=-0.000 43 0.2063 =0.065 =0.009 =-0.079 37 2.056 =-0.073 =0.015 8 1e-35 =-0.110 =0.016 ; 42 0.4594 43 0.3883 11 1e-35
=-0.039 =0.086 =-0.058 42 1.384 17 0.002384 =-0.053 =0.102 39 -3.299 =-0.029 32 2.5 =0.006 =-0.059 ; 35 4.962 16
0.7503 =-0.086 =0.017 35 5.457 =0.075 42 0.4594 29 9.5 =0.075 =-0.052 35 6.766 =-0.017 14 1e-35 =-0.064 =0.016 ; 35
4.962 29 10.5 =-0.012 =-0.122 16 0.9848 =0.006 42 3.934 42 3.893 8 1e-35 17 0.9956 =0.056 =-0.135 =0.052 =-0.291
=0.005
"""
"""Trees parted by semicolons, outermost node first: number and threshold; = marks a leaf."""
